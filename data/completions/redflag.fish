# fish completion for redflag(1)
function __redflag_names
    redflag list 2>/dev/null | string replace -rf '^([a-z0-9-]+):.*' '$1'
end

complete -c redflag -l accessible -d 'Plain numbered lines'
complete -c redflag -l answers -r -F -d 'Take the answers from a file, ask nothing'
complete -c redflag -l ascii -d 'No character outside ASCII'
complete -c redflag -l color -x -a 'auto always never' -d 'When to use colour'
complete -c redflag -l contrast -d 'High contrast'
complete -c redflag -s h -l help -d 'Help'
complete -c redflag -l json -d 'Print the result as JSON'
complete -c redflag -l no-mouse -d 'Leave the mouse to the terminal'
complete -c redflag -l plain -d 'Plain numbered lines instead of the full screen'
complete -c redflag -s q -l quiet -d 'Print nothing after the full screen'
complete -c redflag -l region -x -a 'AE AU BR CA CN EU GB HK IE IL IN JP KE KR MX MY NG NZ SG TR US ZA' -d 'Whose emergency numbers to show'
complete -c redflag -s V -l version -d 'The version'
complete -c redflag -n '__fish_is_first_arg' -a 'check graph kiosk list tally' -d 'Command'
complete -c redflag -a '(__redflag_names)' -d 'Protocol'
