/// What a shell loads so that TAB asks swiftcap: `swiftcap --generate-completion-script SHELL`.
enum CompletionScripts {
    static let option = "--generate-completion-script"
    static let shells = ["bash", "zsh", "fish"]

    /// Nil for a shell that there is no script for.
    static func script(for shell: String) -> String? {
        switch shell {
        case "bash": bash
        case "zsh": zsh
        case "fish": fish
        default: nil
        }
    }

    /// The shell's name behind the option, with a blank or an equals sign.
    static func show(_ arguments: [String]) -> Int32 {
        let first = arguments[0]
        let shell =
            first.contains("=") ? first.split(separator: "=").last.map(String.init) : arguments.dropFirst().first
        guard let shell, let script = script(for: shell) else {
            Messages.say("\(option) needs the shell: \(shells.joined(separator: ", "))")
            return ExitStatus.failure
        }
        return Output.show(script)
    }

    /// What is offered has a note behind a tab, which bash does not show. The status tells when files or programs are
    /// meant (`Completion.Answer`).
    private static let bash = """
        # bash completion for swiftcap
        _swiftcap() {
            local -a words=()
            local rest=${COMP_LINE:0:COMP_POINT} word= joined= prefix found line i
            # bash takes words apart at = and :. What stands without a blank between is one word.
            for ((i = 0; i <= COMP_CWORD; i++)); do
                word=${COMP_WORDS[i]}
                ((i < COMP_CWORD)) || word=$rest
                if [[ -n $joined ]]; then words[${#words[@]} - 1]+=$word; else words+=("$word"); fi
                rest=${rest#"$word"} joined=1
                case $rest in ' '* | $'\\t'*) joined= ;; esac
                rest=${rest#"${rest%%[![:space:]]*}"}
            done
            case $word in = | :) word= ;; esac
            # What is chosen takes the place of the last piece only.
            prefix=${words[${#words[@]} - 1]}
            prefix=${prefix%"$word"}
            COMPREPLY=()
            found=$("${COMP_WORDS[0]}" \(Completion.request) "${words[@]:1}" 2>/dev/null)
            case $? in
            0)
                while IFS= read -r line; do
                    line=${line%%$'\\t'*}
                    [[ -z $line ]] || COMPREPLY+=("${line#"$prefix"}")
                done <<<"$found"
                ;;
            3) compopt -o default ;;
            4) while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -c -- "$word") ;;
            esac
        }
        complete -F _swiftcap swiftcap

        """

    private static let zsh = """
        #compdef swiftcap
        _swiftcap() {
            local -a described
            local line found
            found=$("${words[1]}" \(Completion.request) "${(@)words[2,CURRENT-1]}" "$PREFIX" 2>/dev/null)
            case $? in
            0)
                for line in "${(@f)found}"; do
                    [[ -n $line ]] && described+=("${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}")
                done
                _describe swiftcap described
                ;;
            3) compset -P '--[^=]#='; _files ;;
            4) compset -P '--[^=]#='; _path_commands ;;
            esac
        }
        if [[ ${funcstack[1]} == _swiftcap ]]; then _swiftcap "$@"; else compdef _swiftcap swiftcap; fi

        """

    private static let fish = """
        # fish completion for swiftcap
        function __swiftcap_candidates
            set -l words (commandline -opc)
            set -l typed (commandline -ct)
            set -l found (command $words[1] \(Completion.request) $words[2..] "$typed" 2>/dev/null)
            set -l answer $status
            set -l prefix (string match -r -- '^--[^=]*=' $typed)
            set typed (string replace -r -- '^--[^=]*=' '' $typed)
            switch $answer
                case 0
                    test (count $found) -gt 0; and printf '%s\\n' $found
                case 3
                    for path in (__fish_complete_path "$typed")
                        echo "$prefix$path"
                    end
                case 4
                    for name in (complete -C "$typed")
                        echo "$prefix$name"
                    end
            end
        end
        complete -c swiftcap -f -a '(__swiftcap_candidates)'

        """
}
