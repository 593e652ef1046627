# Runs the tests that are built, and says at the end what is lost in thousands of lines. Sourced by sh after setup.sh, by
# scripts/test and scripts/sanitize.

need_test_packages() {
    need_packages pkg-config libpcap-dev zlib1g-dev libzstd-dev liblz4-dev tcpdump iproute2 util-linux bsdutils bash zsh fish \
        gzip zstd lz4 strace e2fsprogs btrfs-progs python3
}

# A trap removes these: the run's log, its status, and a temporary folder of the tests' own, which shows what they
# leave behind. Other users write there: captures that gave up root.
log= status= scratch=
make_places() {
    log=$(mktemp) && status=$(mktemp) || die "no temporary file can be made"
    scratch=$(mktemp -d) || die "no temporary folder can be made"
    chmod 1777 "$scratch"
    trap 'rm -rf "$log" "$status" "$scratch"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
}

# build_quietly WHAT COMMAND...: what it says is shown when it fails.
build_quietly() {
    what=$1
    shift
    if ! as_owner "$@" >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        die "$what"
    fi
}

# run_suite ARGS of `swift test`...: sets `code`, the runner's exit status; 1 when no test ran at all, and when a test left
# something in its temporary folder.
run_suite() {
    # One run for all readers, one copy for the summary. sh has no pipefail: the status goes by file.
    echo 1 >"$status"
    {
        TMPDIR=$scratch swift test --package-path "$top" --skip-build --disable-xctest "$@" 2>&1 </dev/null && echo 0 >"$status" || echo $? >"$status"
    } | tee "$log"
    code=$(cat "$status")

    # The runner says "Test x() skipped: "reason"" in the middle of thousands of lines: say it again where it is read.
    skipped=$(sed -n 's/^[^ ]* *\(\(Test\|Suite\) .* skipped\(: ".*\|\.\)\)$/\1/p' "$log" | sort -u)
    if [ -n "$skipped" ]; then
        printf '\nCould not run here:\n%s\n' "$skipped" | sed '3,$s/^/  /'
    fi
    failed=$(grep -E '^[^ ]+ +(Test|Suite) .* (failed|recorded an issue)' "$log" | head -n 60 || true)
    [ -z "$failed" ] || printf '\nFailed:\n%s\n' "$failed"
    # Locks and empty folders of these names are the package manager's.
    left=$(find "$scratch" -mindepth 1 -maxdepth 1 ! -name 'TemporaryDirectory.*' ! -name '*.lock' | head -n 20)
    if [ -n "$left" ]; then
        printf '\nLeft behind by the tests:\n%s\n' "$left"
        [ "$code" -ne 0 ] || code=1
    fi
    closing=$(grep -E 'Test run with [0-9]+ tests?' "$log" | grep -v started | tail -n 1 || true)
    echo
    case $closing in
    '' | *"with 0 tests"*)
        [ -z "$closing" ] || echo "$closing"
        [ "$code" -ne 0 ] || code=1
        say "no test ran (exit status $code)"
        ;;
    *) echo "$closing" ;;
    esac
}
