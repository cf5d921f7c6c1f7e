#compdef redflag
# zsh completion for redflag(1)
_redflag_protocols() {
    local -a names
    names=(${(f)"$(redflag list 2>/dev/null | sed -n 's/^\([a-z0-9-]*\):.*/\1/p')"})
    compadd -a names
    (( CURRENT == 2 )) && compadd check graph kiosk list tally
    _files -g '*.json'
}

_arguments -S \
    '--accessible[plain numbered lines]' \
    '--answers[take the answers from a file, ask nothing]:file:_files' \
    '--ascii[no character outside ASCII]' \
    '--color[when to use colour]:when:(auto always never)' \
    '--contrast[high contrast]' \
    '(-h --help)'{-h,--help}'[help]' \
    '--json[print the result as JSON]' \
    '--no-mouse[leave the mouse to the terminal]' \
    '--plain[plain numbered lines instead of the full screen]' \
    '(-q --quiet)'{-q,--quiet}'[print nothing after the full screen]' \
    '--region[whose emergency numbers to show]:region:(AE AU BR CA CN EU GB HK IE IL IN JP KE KR MX MY NG NZ SG TR US ZA)' \
    '(-V --version)'{-V,--version}'[the version]' \
    '1:protocol:_redflag_protocols'
