# What every script here needs before its own work: the toolchain, the distribution's packages, a finished build.
# Sourced by sh; the caller sets `me` (its name in messages) and `top` (the checkout). Everything is said on
# stderr, so that stdout stays the program's own.

say() { printf '%s: %s\n' "$me" "$*" >&2; }
die() { say "$*"; exit 1; }

# Swift 6.2 or later on PATH, or where swiftly and the tarballs put it.
need_swift() {
    home=${HOME:-/root}
    [ -z "${SUDO_USER:-}" ] || home=$(getent passwd "$SUDO_USER" | cut -d: -f6)
    for place in "$home/.local/share/swiftly/bin" "$home/.swiftly/bin" /opt/swift/usr/bin /usr/local/swift/usr/bin; do
        command -v swift >/dev/null 2>&1 && break
        [ -x "$place/swift" ] && PATH=$PATH:$place
    done
    get="get Swift 6.2 or later from https://www.swift.org/install/linux/ and put its usr/bin on PATH"
    command -v swift >/dev/null 2>&1 || die "no Swift toolchain found: $get"
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p' | head -n 1)
    major=${version%%.*} minor=${version#*.}
    [ -n "$version" ] || die "swift --version does not run: $get"
    [ "$major" -gt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -ge 2 ]; } || die "Swift $version is too old: $get"
}

# Is what PACKAGE brings already there? Asked by what is used, not by the package's name, so that a library
# that a user built by hand counts too.
have() {
    case $1 in
    pkg-config) command -v pkg-config >/dev/null 2>&1 ;;
    libpcap-dev) pkg-config --exists libpcap 2>/dev/null ;;
    tcpdump) find_tool tcpdump ;;
    tshark) find_tool tshark ;;
    python3) find_tool python3 ;;
    python3-venv) python3 -c 'import ensurepip' 2>/dev/null ;;
    openjdk-17-jre-headless) java -version 2>&1 | grep -Eq 'version "(1[7-9]|2[0-9])' ;;
    iproute2) find_tool ip ;;
    util-linux) find_tool unshare && find_tool nsenter && find_tool setpriv ;;
    *) dpkg -s "$1" >/dev/null 2>&1 ;;
    esac
}

# The sbin folders are not on every user's PATH.
find_tool() { PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null 2>&1; }

# need_packages NAME...: installs what is missing through apt-get, as root or through sudo.
need_packages() {
    missing=
    for package in "$@"; do have "$package" || missing="$missing $package"; done
    [ -n "$missing" ] || return 0
    missing=${missing# }
    command -v apt-get >/dev/null 2>&1 || die "missing: $missing (install them with your distribution's package manager)"
    if [ "$(id -u)" -eq 0 ]; then
        apt="env DEBIAN_FRONTEND=noninteractive apt-get"
    elif command -v sudo >/dev/null 2>&1 && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        apt="sudo env DEBIAN_FRONTEND=noninteractive apt-get"
    else
        die "missing: $missing; install them with: sudo apt-get install $missing"
    fi
    say "installing from the distribution's packages: $missing"
    # The package lists of a fresh machine or container are empty: fetch them only when the first try fails.
    # shellcheck disable=SC2086 # both are lists of words
    $apt install -y -q --no-install-recommends $missing >&2 ||
        { $apt update -q >&2 && $apt install -y -q --no-install-recommends $missing >&2; } ||
        die "apt-get could not install: $missing"
    for package in $missing; do have "$package" || die "$package is installed, but what it brings was not found"; done
    say "installed: $missing"
}

# Runs the toolchain as the checkout's owner when sudo started the script: no file of root's in the user's tree.
as_owner() {
    owner=$(stat -c %U "$top")
    if [ "$(id -u)" -eq 0 ] && [ -n "${SUDO_USER:-}" ] && [ "$owner" = "$SUDO_USER" ] && [ "$owner" != root ]; then
        sudo -u "$owner" -H env PATH="$PATH" "$@"
    else
        "$@"
    fi
}

# The release binary, linked with the Swift runtime inside.
binary=$top/.build/release/swiftcap
stamp=$top/.build/release-is-current

# No source is newer than the last build. A folder's own time changes when a file in it comes or goes.
release_is_current() {
    [ -x "$binary" ] && [ -e "$stamp" ] &&
        [ -z "$(find "$top/Sources" "$top/Package.swift" -newer "$stamp" -print | head -n 1)" ]
}

# What --version says that the program was built from: the commit, with a word where the sources are not that commit's.
# Nothing outside of a checkout.
commit_name() {
    name=$(as_owner git -C "$top" rev-parse --short=12 HEAD 2>/dev/null) || return 0
    [ -z "$(as_owner git -C "$top" status --porcelain --untracked-files=no -- Sources Package.swift)" ] || name=$name-modified
    printf '%s\n' "$name"
}

# What the release is linked with. The addresses of functions are looked up at the start and are read-only then (-z now);
# libraries are not looked for beside the program, and its own symbols are not for others to link to. C++'s library is in the
# program where the compiler has it as an archive: its relocations cost start-up (docs/performance.md).
link_flags() {
    echo "--static-swift-stdlib --disable-local-rpath -Xlinker -z -Xlinker now -Xlinker --no-export-dynamic"
    archive=$(clang -print-file-name=libstdc++.a 2>/dev/null || true)
    case $archive$top in
    *' '*) ;;
    /*.a/*) as_owner mkdir -p "$top/.build/archives" && as_owner ln -sf "$archive" "$top/.build/archives/" &&
        echo "-Xlinker -L$top/.build/archives" ;;
    esac
}

# Quiet unless it fails.
build_release() {
    say "building the release (once, some minutes) ..."
    as_owner mkdir -p "$top/.build"
    log=$(mktemp) || die "no temporary file can be made"
    as_owner touch "$stamp.new"
    # shellcheck disable=SC2046 # a list of words
    if ! as_owner env SWIFTCAP_COMMIT="$(commit_name)" swift build --package-path "$top" -c release $(link_flags) \
        --product swiftcap >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        rm -f "$log" "$stamp.new"
        die "the build failed"
    fi
    as_owner mv "$stamp.new" "$stamp"
    rm -f "$log"
    say "built $binary"
}

# Everything that a script which runs swiftcap needs. A current binary needs no toolchain.
ready_release() {
    release_is_current && return 0
    need_swift
    need_packages pkg-config libpcap-dev zlib1g-dev libzstd-dev liblz4-dev
    build_release
}
