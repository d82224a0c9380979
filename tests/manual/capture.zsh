# SPDX-License-Identifier: BSL-1.0
# What zsh offers: zsh -f capture.zsh SCRIPT reads lines and prints for each the candidates, one a
# line, and a line <end>. Each is typed, with a tab, into a shell on a terminal of its own, whose
# compadd prints what it is given.
zmodload zsh/zpty
zpty shell zsh -f -i

typeset -r setup='
    PROMPT=
    autoload -Uz compinit && compinit -D -u
    source $script
    compadd() {
        local -a found
        # What only asks or stores is no offer.
        if [[ ${@[1,(i)(-|--)]} != *-(O|A|D)\ * ]]; then
            builtin compadd -A found "$@"
            (( $#found )) && print -rl -- "${found[@]}"
        fi
        builtin compadd "$@"
    }
    ask() {
        print -r -- "<mark>"
        _main_complete
        compstate[insert]= compstate[list]=
        print -r -- "<mark>"
    }
    zle -C ask complete-word ask
    bindkey "^I" ask
    print "<re""ady>"
'
zpty -w shell "script=${(qq)1}; eval ${(qq)setup}"
zpty -r shell answer '*<ready>*' || exit 1
while IFS= read -r line; do
    zpty -w -n shell $'\C-u'"$line"$'\t'
    zpty -r shell answer '*<mark>*<mark>*' || exit 1
    answer=${answer#*<mark>}
    print -r -- "${answer%%<mark>*}"
    print "<end>"
done
zpty -d shell
