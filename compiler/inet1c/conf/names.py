"""The names that bash itself knows: its variables and its commands.

Sources: bash(1), "Shell Variables", "RESERVED WORDS" and "SHELL BUILTIN COMMANDS"; the environment that
init(8) leaves to the scripts at boot.
"""

import re

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def _names(text):
    return frozenset(text.split())


# bash sets them, calculates with them or reads the file by them. To assign one is refused.
SHELL_VARIABLES = _names("""
    _ BASHOPTS BASHPID BASH_ALIASES BASH_ARGC BASH_ARGV BASH_ARGV0 BASH_CMDS BASH_COMMAND BASH_COMPAT
    BASH_EXECUTION_STRING BASH_LINENO BASH_LOADABLES_PATH BASH_MONOSECONDS BASH_REMATCH BASH_SOURCE
    BASH_SUBSHELL BASH_TRAPSIG BASH_VERSINFO BASH_VERSION BASH_XTRACEFD COLUMNS COMP_WORDBREAKS DIRSTACK
    EPOCHREALTIME EPOCHSECONDS EUID FUNCNAME FUNCNEST GLOBIGNORE GROUPS HISTCMD IFS LINENO LINES OPTARG
    OPTIND PIPESTATUS POSIXLY_CORRECT PPID RANDOM SECONDS SHELLOPTS SRANDOM TEXTDOMAIN UID
""")

# They may have a value before the file is read: from bash, from init or from the script that sources it.
PRESET = SHELL_VARIABLES | _names("""
    BASH BASH_ENV CONSOLE ENV HOME HOSTNAME HOSTTYPE INIT_VERSION LANG LANGUAGE LC_ALL LC_COLLATE LC_CTYPE
    LC_MESSAGES LC_MONETARY LC_NUMERIC LC_TIME LOGNAME MACHTYPE MAIL MAILCHECK MAPFILE OLDPWD OPTERR OSTYPE
    PATH PREVLEVEL PS1 PS2 PS3 PS4 PWD REPLY RUNLEVEL SHELL SHLVL TERM TMPDIR TZ USER container
""")

# Reserved words, and the builtins that could set a variable, change how bash reads on, or end the reading.
# The other builtins (echo, true, false, umask, type) are commands like any other.
REFUSED_COMMANDS = _names("""
    if then elif else fi while until for select do done case esac in function coproc time ! [[ { }
    . : [ alias bg bind break builtin caller cd command compgen complete compopt continue declare dirs
    disown enable eval exec exit export fc fg getopts hash help history jobs kill let local logout mapfile
    popd printf pushd pwd read readarray readonly return set shift shopt source suspend test times trap
    typeset ulimit unalias unset wait
""")
