"""What the messages' codes mean: a paragraph each, a file that has the message and one that has not."""

import textwrap
from dataclasses import dataclass


@dataclass(frozen=True)
class Explanation:
    """``code`` is that of a diagnostic; ``wrong`` is a conf that has it, ``right`` one without."""

    code: str
    text: str
    wrong: str
    right: str

    def page(self):
        """What ``inet1c explain CODE`` prints."""
        text = textwrap.fill(self.text, 78)
        wrong, right = (textwrap.indent(_shown(conf), "    ") for conf in (self.wrong, self.right))
        return f"{self.code}\n\n{text}\n\nWrong:\n\n{wrong}\n\nRight:\n\n{right}\n"


def _shown(conf):
    """*conf* with what cannot be seen written as an escape."""
    return "\n".join(
        "".join(
            c if c.isprintable() or c == "\t" else "\\r" if c == "\r" else f"\\x{ord(c):02x}" for c in line
        )
        for line in conf.rstrip("\n").split("\n")
    )


def explanations():
    """All of them, those of the other passes included."""
    from .explain_checks import EXPLANATIONS

    return READING + tuple(EXPLANATIONS)


# Those of reading a file: parse, shell, grammar, evaluate and what it stands on, and variables.
READING = (
    Explanation(
        "ansi",
        "In $'...' inet1c reads the escapes that stand for one byte. \\u and \\c do not: what they give "
        "depends on the locale, which at boot is another than on your terminal, or on the version of "
        "bash. Write the character itself.",
        "WLAN_ESSID[0]=$'caf\\u00e9'\n",
        'WLAN_ESSID[0]="café"\n',
    ),
    Explanation(
        "arithmetic",
        "bash would calculate $((...)) when it runs. inet1c does not. Write the number.",
        'MTU[0]=$((1500 - 50))\n',
        'MTU[0]="1450"\n',
    ),
    Explanation(
        "braces",
        "In an array and after export or declare, bash makes several words of {a,b} and of {1..3}. In a "
        "plain assignment it does not. Write the words out.",
        "IFNAME=(eth{0,1})\n",
        "IFNAME=(eth0 eth1)\n",
    ),
    Explanation(
        "byte-order-mark",
        "Some editors put an invisible mark at the beginning of a file in UTF-8. To bash it is a part of "
        "the first word: an assignment on the first line sets nothing, and a comment there is run "
        "as a command.",
        '\ufeffIFNAME[0]="eth0"\n',
        'IFNAME[0]="eth0"\n',
    ),
    Explanation(
        "command",
        "bash runs every line that is not an assignment and not a comment as a command, each time that "
        "rc.inet1 starts or stops anything. inet1c skips a command that cannot change what the file "
        "sets. Put a # in front of text; write commands into rc.local.",
        'IFNAME[0] = "eth0"\n',
        'IFNAME[0]="eth0"\n',
    ),
    Explanation(
        "control-character",
        "bash marks its own words with the characters \\x01 and \\x7f, and some versions lose them where "
        "they stand in a file. Nobody types them: they come from a terminal or from a damaged file. "
        "Delete them.",
        'DHCP_HOSTNAME[0]="dark\x7fstar"\n',
        'DHCP_HOSTNAME[0]="darkstar"\n',
    ),
    Explanation(
        "crlf",
        "The file was written on Windows: its lines end in CR LF. To bash the CR is the last character of "
        "each value, so that eth0 is no name of any interface and yes is not yes.",
        'USE_DHCP[0]="yes"\r\n',
        'USE_DHCP[0]="yes"\n',
    ),
    Explanation(
        "glob",
        "In an array, bash looks for files whose names match * ? and [...] outside of quotes, and "
        "takes their names where it finds any. What it finds is known only when it runs. Put the word "
        "between quotes.",
        'IFNAME=(eth*)\n',
        'IFNAME=("eth0" "eth1")\n',
    ),
    Explanation(
        "here-document",
        "The lines after a command with << are its text. inet1c does not read them, and does not read "
        "the rest of the file. Leave the command out: this file only sets variables.",
        'cat << END\nDHCP_HOSTNAME[0]\nEND\n',
        'DHCP_HOSTNAME[0]="darkstar"\n',
    ),
    Explanation(
        "index",
        "bash calculates an index. inet1c reads a decimal number, and a variable that holds one. "
        "Everything else it refuses: a name that is not set counts as 0 to bash, 010 is octal, which "
        "is 8, and at 08 bash stops reading the file. Write a plain number.",
        'IFNAME[x]="eth0"\n',
        'IFNAME[0]="eth0"\n',
    ),
    Explanation(
        "index-of-scalar",
        "This variable is one for the whole machine. Without an index bash means the element 0, so that "
        "GATEWAY[0] works as well; nothing reads another one.",
        'GATEWAY[1]="192.0.2.1"\n',
        'GATEWAY="192.0.2.1"\n',
    ),
    Explanation(
        "needs-running",
        "This file is read, not run. if, a loop, a function, a subshell, a command substitution, an "
        "assignment next to && || | or &, and commands like eval, read, source and exit do something "
        "only when bash runs them. Write each assignment on a line of its own, and the value itself.",
        'DHCP_HOSTNAME[0]=$(hostname)\n',
        'DHCP_HOSTNAME[0]="darkstar"\n',
    ),
    Explanation(
        "not-set",
        "The variable is not set where it is used, and bash puts nothing in its place. Perhaps its name has "
        "a slip in it, or it is set further down.",
        'NET=192.0.2\nIPADDR[0]="$NTE.1"\n',
        'NET=192.0.2\nIPADDR[0]="$NET.1"\n',
    ),
    Explanation(
        "not-yes",
        "The script compares with yes letter by letter. YES, Yes, true and 1 are not that: it takes them "
        "for no, and says nothing.",
        'USE_DHCP[0]="YES"\n',
        'USE_DHCP[0]="yes"\n',
    ),
    Explanation(
        "nul",
        "There is a NUL byte in the file. bash leaves it out or, where it stands near the beginning, takes "
        "the file for a program and reads none of it. Most often the file is in UTF-16: save it as UTF-8.",
        'IFNAME[0]="eth\x000"\n',
        'IFNAME[0]="eth0"\n',
    ),
    Explanation(
        "other-release",
        "The rc.inet1 of that release of Slackware does not read the variable. On a bond and on "
        "what stands on "
        "one it holds all the same, as that part is started by what inet1c makes.",
        'DHCP_IPADDR[0]="192.0.2.5"\n',
        'USE_DHCP[0]="yes"\n',
    ),
    Explanation(
        "redirected",
        "inet1c does not read < and > next to an assignment: bash sets the variable only if the "
        "redirection works. Often they stand around a word that you are meant to replace, or a quote "
        "is missing around them.",
        'IPADDR[0]=<your address>\n',
        'IPADDR[0]="192.0.2.10"\n',
    ),
    Explanation(
        "self-reference",
        "An array that uses its own elements while it is being made holds different values in "
        "different versions of bash. Set the elements one on each line.",
        'MTU=([0]=1500 [1]=${MTU[0]})\n',
        'MTU[0]="1500"\nMTU[1]="${MTU[0]}"\n',
    ),
    Explanation(
        "sets-nothing",
        "NAME=value in front of another word sets the variable for that command alone, and bash tries "
        "to run the word as a command. A value with blanks needs quotes. No blank stands behind the =.",
        'IPADDR[0]=192.0.2.1 255.255.255.0\n',
        'IPADDR[0]="192.0.2.1"\nNETMASK[0]="255.255.255.0"\n',
    ),
    Explanation(
        "shell-variable",
        "The variable belongs to the shell. bash does not keep what such a variable is given, reads "
        "the rest of the file in another way, or refuses the assignment. Others, like PATH, have a "
        "value before the file is read, so that inet1c cannot add to it. Use another name.",
        'IFS=","\n',
        'SEPARATOR=","\nSEARCH="example.com${SEPARATOR}example.org"\n',
    ),
    Explanation(
        "syntax",
        "bash cannot read this. It has done what stands above, and sets nothing from here on, so that "
        "half of the network comes up. Most often a quote is missing around a value, or a # in front "
        "of text.",
        'WLAN_ESSID[0]=home (upstairs)\n',
        'WLAN_ESSID[0]="home (upstairs)"\n',
    ),
    Explanation(
        "tilde",
        "A ~ at the beginning of a value or after a colon becomes a home directory. Which one is known "
        "only when bash runs. Write the directory.",
        'WLAN_WPACONF[0]=~/wpa.conf\n',
        'WLAN_WPACONF[0]="/root/wpa.conf"\n',
    ),
    Explanation(
        "too-long",
        "Values that are made of one another again and again grow without end. No such file is meant.",
        'X="' + "x" * 64 + '"\n' + 'X="$X$X$X$X"\n' * 12,
        'MTU[0]="1500"\n',
    ),
    Explanation(
        "unknown-value",
        "The value depends on something that is known only when bash runs: a variable of the shell or "
        "of its environment, or an argument of the script. Write the value.",
        'DHCP_HOSTNAME[0]="$HOSTNAME"\n',
        'DHCP_HOSTNAME[0]="darkstar"\n',
    ),
    Explanation(
        "unknown-variable",
        "Nothing reads a variable of this name, neither rc.inet1 nor rc.wireless nor the file "
        "itself. Perhaps "
        "there is a slip in it.",
        'BONDSLAVE[0]="eth0 eth1"\n',
        'BONDSLAVES[0]="eth0 eth1"\n',
    ),
    Explanation(
        "unread-variable",
        "The variable is known from elsewhere, from another system or from a README, and nothing "
        "on Slackware "
        "reads it.",
        'VLANOPTS[0]="reorder_hdr off"\n',
        'IFNAME[0]="eth0.10"\nIFOPTS[0]="reorder_hdr off"\n',
    ),
    Explanation(
        "unset",
        "inet1c reads unset NAME, and unset NAME[n] where that element is set. For everything else "
        "versions of bash disagree, or the meaning depends on the files that are there.",
        'MTU=1500\nunset MTU[0]\n',
        'MTU=1500\nunset MTU\n',
    ),
    Explanation(
        "unsupported",
        "inet1c reads $NAME, ${NAME}, ${NAME[n]} and ${NAME:-word}, the last one also with -, + and :+ "
        "and with plain text for word. It refuses the other expansions of bash, and what versions of "
        "bash read in different ways. Write the value.",
        'DHCP_HOSTNAME[0]="${IFNAME[0]%0}"\n',
        'DHCP_HOSTNAME[0]="${IFNAME[0]:-eth0}"\n',
    ),
    Explanation(
        "unterminated",
        "A quote, a bracket or a parenthesis is opened here and never closed. bash takes all the rest of the "
        "file for what is in it, finds the end of the file, and sets nothing from here on.",
        'IFNAME[0]="eth0\nUSE_DHCP[0]=yes\n',
        'IFNAME[0]="eth0"\nUSE_DHCP[0]=yes\n',
    ),
)
