# bash completion for redflag(1)
_redflag() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
    local options='--accessible --answers --ascii --color --contrast --help --json --no-mouse
        --plain --quiet --region --version'
    case $before in
    --color) COMPREPLY=($(compgen -W 'auto always never' -- "$word")); return ;;
    --region) COMPREPLY=($(compgen -W 'AE AU BR CA CN EU GB HK IE IL IN JP KE KR MX MY NG NZ SG TR US ZA' -- "$word")); return ;;
    esac
    case $word in
    -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
    *)
        COMPREPLY=($(compgen -f -- "$word"))
        [ "$before" = --answers ] || COMPREPLY+=($(compgen -W "$(_redflag_names)" -- "$word"))
        [ "$COMP_CWORD" -ne 1 ] || COMPREPLY+=($(compgen -W 'check graph kiosk list tally' -- "$word"))
        ;;
    esac
}

# The names that `redflag list` prints before the first colon of its first lines.
_redflag_names() {
    redflag list 2>/dev/null | sed -n 's/^\([a-z0-9-]*\):.*/\1/p'
}

complete -o filenames -F _redflag redflag
