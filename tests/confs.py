"""Makes files in the language of rc.inet1.conf, and around it: for the comparison with bash.

A Maker draws its choices from a function ``choose(n)`` that gives a number below n: Hypothesis's, so that
failures shrink, or a plain random generator's, where many are wanted fast.

Most of what it makes is read.  Slips of the hand and what has to be refused are strewn in: a file that is not
refused has to be read as bash reads it, whatever is in it.
"""

NAMES = ("IFNAME", "IPADDR", "MTU", "BONDSLAVES", "X", "Y", "i", "j", "_n1", "GATEWAY")
WORDS = (
    "eth0", "eth1", "bond0.10", "192.0.2.1/24", "yes", "no", "1500", "a", "3", "-1", "00:11:22:33:44:55",
    "x=y", "a:b", "é", "日本", "0", "2", "08", "010", "0x10", "=", "+", ",", ".", "%", "@", "^", "!", "]",
    "}", "a]b", "x#y", "#", "-", "\r",
)  # fmt: skip
SPECIAL = ("*", "?", "[a]", "~", "~root", ":~", "{", "{a,b}", "{1..3}", "$", "!", "[", "\\", "a=~", "{x}")
QUOTED = (
    "", " ", "eth0 eth1", "a  b", "#", ";", "&", "|", "<", ">", "(", ")", "*", "~", "{a,b}", "\t", "\n", "é",
    "=", "[1]=x", "miimon 100 | lacp_rate fast",
)  # fmt: skip
ESCAPES = (
    "\\n", "\\t", "\\\\", "\\'", '\\"', "\\x41", "\\101", "\\e", "\\q", "\\?", "\\8", "\\1234", "\\x414",
    "\\xc3\\xa4", "\\cA", "\\u0041", "\\x", "\\0", "\\x7f",
)  # fmt: skip
COMMANDS = (
    "foo", "foo bar", "...", "// text", "/* text */", "echo hi", "true", "false", "This is text",
    "eth0: the first", "-x", "10.0.0.1", "% x", "@", "no_such_command a b", "* x", "foo=bar baz", "umask 022",
    "foo X=1 Y[0]=2", "foo $X", 'foo "${X[0]}" $HOME $1', "X[a b]", "X[0]c", "2x=5", "'' a", "'foo' b",
    "foo a\\\nb", "echo $(x) `y`", "X[0] = 5", "X =5", "foo # it's", "foo 'a\nb' c",
)  # fmt: skip
REDIRECTIONS = (
    " </dev/null", ">/dev/null", " 2>&1", " >/dev/null 2>&1", " >&2", " 3<&-", " <nowhere", " <<<$X",
    " <<<'a b'", " <>nowhere", " >|/dev/null", " &>/dev/null", " <&$i", " 1\\\n2>/dev/null", "<0<x",
    " {i}</dev/null", " {X[0]}</dev/null", " >&{a}", " > #x",
)  # fmt: skip
# Most of these have to be refused; none may be read wrongly.
HARMFUL = (
    "exit", "return", "exec", ". ./nowhere", "source nowhere", "eval X=1", "read X", "set -- a", "set -f",
    "shopt -s extglob", "alias foo=bar", "let X=1", "printf -v X a", "trap 'X=1' EXIT", "local X=1",
    "readonly X", "readonly Y=2", "typeset -i X", "declare -A X", "declare -n X=Y", "declare -u X", "IFS=:",
    "UID=1", "RANDOM=3", "SECONDS=5", "PATH=/x", "HOME=/y", "_=3", "unset IFS", "unset PATH", "HOSTNAME=h",
    "HOSTNAME[1]=h", "HOSTNAME+=h", "POSIXLY_CORRECT=1", "unalias -a", "getopts a X", "mapfile Y",
    "command X=1", "builtin export X=1", "break", "shift", "times", "LANG=x", "declare HOSTNAME", "cd .",
    "pwd -P", "PWD=5", "[ -v X[i=3] ]", "test -v Y", "[ $X = a ] && Y=2", "{exit,1}", "time X=1", "! X=1",
    "UID=1 foo", "X=2 readonly X", "exp\\\nort X=7", "X\\\n=7", "X[0]\\\n=7", "$X", '"$X" a', "\\exit",
    "ex'it'", "declare -p X", "export -n X", "export X[0]=1", "declare X[1]=2", "unset -f X", "unset 'X[i]'",
    "unset X[@]", "export $X", ": ${X:=5}", "foo ${X=5}", "foo ${X?no}", "X=$((i=7))", "foo $((i=7))",
    "coproc x", "X=1 Y[0]=2 foo; Y=3", "Y[0]=2 foo; Y=3", "X=(1) foo", "X=1 && Y=2", "X=1 | cat", "X=1 &",
    "if true; then X=1; fi", "for x in 1 2; do X=1; done", "f() { X=1; }", "function f { X=1; }", "{ X=1; }",
    "( X=1 )", "((X=1))", "[[ a = b ]]", "case a in a) X=1;; esac", "while false; do X=1; done", "then", "fi",
    "done", "}", ")", "cat <<E\nX=1\nE", "cat <<'E'\nX=1\nE", "X=1 >/dev/null", "X=1 2>&1", ">/dev/null",
    ">/dev/null X=1", "X=<(true)", "echo $(case a in a) X=1;; esac)", "X+=([0]=9)", "X=([0]=1 [1]=$X)",
    "X[${Y:=2}]=1", "X[$((1))]=1", "X['1']=1", 'X["1"]=1', "X[[1]]=1", "Y=2 X[[1]]=1", "declare -a X='(1 2)'",
    "unset -v X", "declare -a X=1", "declare -a X=(1 2)", "declare -a X", "export X=1 Y=(2)",
    "declare X=(a) Y=$X", "X[1]=(a b)", "X=1 :", ":", "X[1]=1 true; Y=1",
)  # fmt: skip


class Maker:
    """Makes files; *choose* decides everything."""

    def __init__(self, choose):
        self.choose = choose
        self.depth = 0

    def pick(self, *things):
        return things[self.choose(len(things))]

    def often(self, chance):
        """True in *chance* of 100 cases."""
        return self.choose(100) < chance

    def many(self, most, make, glue=""):
        return glue.join(make() for _ in range(self.choose(most + 1)))

    # -- files

    def conf(self):
        """A whole file."""
        text = self.pick("", "", "", "", "", "", "", "", "\ufeff", "\n", "# comment\n", "  ", "\\\n")
        text += "".join(self.line() for _ in range(1 + self.choose(6)))
        if self.often(6):
            text = text.replace("\n", "\r\n")
        if self.often(8):
            text = text.rstrip("\n")
        return self.garbled(text) if self.often(8) else text

    def garbled(self, text):
        """*text* with a slip or two of the hand."""
        for _ in range(1 + self.choose(2)):
            at = self.choose(len(text) + 1)
            slip = self.choose(4)
            character = self.pick(*"'\"`$\\(){}[]=+;&|<>#~*?! \n\t\r:-@,a0")
            if slip == 0:
                text = text[:at] + character + text[at:]
            elif slip == 1:
                text = text[:at] + text[at + 1 :]
            elif slip == 2:
                text = text[:at] + character + text[at + 1 :]
            else:
                end = at + self.choose(12)
                text = text[:end] + text[at:end] + text[end:]
        return text

    def line(self):
        if self.often(8):
            return self.pick("\n", "# a comment\n", "   # X=1 \\\n", "\t\n", "#\n", "\\\n")
        indent = self.pick("", "", "", "", " ", "\t", "    ")
        end = self.pick(
            "\n", "\n", "\n", "\n", " \n", " # it's a comment\n", "\t#\n", ";\n", " ; # x\n", "#no\n"
        )
        statements = [self.statement()]
        while self.often(10):
            statements.append(
                self.pick(";", "; ", " ; ", " ;", ";", "\n", self.pick(" && ", " || ", " & ", " | "))
            )
            statements.append(self.statement())
        return indent + "".join(statements) + end

    def statement(self):
        kind = self.choose(100)
        if kind < 74:
            before = self.assignment() + self.pick(" ", " \\\n", "\t") if self.often(6) else ""
            return before + self.assignment()
        if kind < 81:
            return self.pick("export ", "declare ", "export ", "declare -x ", "typeset ") + self.pick(
                self.name(),
                self.name() + self.pick("=", "+=") + self.value(),
                self.name() + "=" + self.value() + " " + self.name() + "=" + self.value(),
                self.name() + "=" + self.array(),
                self.name() + "=" + self.array() + " " + self.name(),
                self.name() + "+=" + self.array(),
            )
        if kind < 84:
            quote = self.pick("", "", "'", '"')
            return "unset " + self.pick(
                self.name(),
                self.name(),
                quote + self.reference() + quote,
                self.name() + " " + self.name(),
            )
        if kind < 91:
            return self.pick(*COMMANDS) + (self.pick(*REDIRECTIONS) if self.often(20) else "")
        if kind < 96:
            return self.assignment() + self.pick(
                " foo", " bar baz", " 255.255.255.0", " b", " true", " =x", " $X"
            )
        if kind < 97:
            return (
                self.name() + self.pick(" = ", " =", "= ", "[0] = ", "[=]", "[0", "-", " += ") + self.value()
            )
        return self.pick(*HARMFUL) + (self.pick(*REDIRECTIONS) if self.often(5) else "")

    # -- assignments

    def name(self):
        return self.pick(*NAMES)

    def assignment(self):
        sign = self.pick("=", "=", "=", "=", "+=")
        kind = self.choose(10)
        if kind < 3:
            return self.name() + sign + self.value()
        if kind < 8:
            return self.reference() + sign + self.value()
        return self.name() + sign + self.array()

    def reference(self):
        return self.name() + "[" + self.index() + "]"

    def index(self):
        if self.often(98):
            return str(self.choose(5))
        return self.pick(
            "$i", "${i}", "i", "$j", "j", "x", "010", "08", "00", "1 ", " 1", "\t2", "", " ", "-1", "+1",
            "0x1f", "1\\\n", "'1'", '"1"', "\\1", "1 2", "[1]", "]", "1+1", "i+1", "i++", "X=3", "2#11",
            "$((1))", "99999999999999999999", "*", "@", "a[0]", "${X:=2}", "${i:-1}", "${Y[i]}", "$i$j",
        )  # fmt: skip

    def array(self):
        glue = self.pick(" ", " ", "\n", " # x\n", "\t", "  ", " \\\n")
        begin, end = self.pick("", "", " ", "\n", " # x\n"), self.pick("", "", " ", "\n", " #\n")
        return "(" + begin + self.many(4, self.element, glue) + end + ")"

    def element(self):
        if self.often(35):
            return "[" + self.index() + "]" + self.pick("=", "=", "=", "=", "=", "+=") + self.value()
        return self.value(1)

    # -- words

    def value(self, least=0):
        return "".join(self.part() for _ in range(max(least, self.pick(0, 1, 1, 1, 1, 1, 1, 1, 2, 3))))

    def part(self):
        kind = self.choose(200) / 2
        if kind < 40:
            return self.pick(*WORDS)
        if kind < 65:
            return '"' + self.many(3, self.inside) + '"'
        if kind < 75:
            return "'" + self.many(2, lambda: self.pick(*QUOTED, *WORDS, '"', "\\", "$X", "`")) + "'"
        if kind < 79:
            return "$'" + self.many(3, lambda: self.pick(*ESCAPES[:14], *ESCAPES, *QUOTED, *WORDS)) + "'"
        if kind < 81:
            return self.pick(*SPECIAL)
        if kind < 86:
            return "\\" + self.pick(*" \t'\"$#;&|<>()ab*\\~{}[]`=\n")
        if kind < 87:
            return '$"' + self.many(2, self.inside) + '"'
        if kind < 99.5:
            return self.expansion()
        return self.pick(
            "$(echo a)", "`echo a`", "$((1+1))", "$[1]", "$1", "$?", "$#", "$@", "<(true)", "$HOME",
            "$RANDOM", "${#X}", "${X%a}", "${X/a/b}", "${!X}", "${X:0:1}", "${X^^}", "${X@Q}", "${X:=a}",
            "${X?}", "${1}",
        )  # fmt: skip

    def inside(self):
        """A part of what stands between double quotes."""
        kind = self.choose(120) / 3
        if kind < 24:
            return self.pick(*QUOTED, *WORDS)
        if kind < 29:
            return self.pick('\\"', "\\\\", "\\$", "\\`", "\\n", "\\a", "\\ ", "\\\n", "\\'", "\\}")
        if kind < 31:
            return self.pick("'", "it's", "$", "$'", "~", "!", "$ ", "$X\\\nY")
        if kind < 39.5:
            return self.expansion()
        return self.pick("$(echo a)", "`echo a`", "$((1))", "$1", "$UID", "${HOSTNAME}")

    def expansion(self):
        kind = self.choose(24)
        name = self.name()
        if kind < 8:
            return "$" + name
        if kind < 12:
            return "${" + name + "}"
        if kind < 18:
            return (
                "${"
                + name
                + "["
                + self.pick("0", "0", "1", "1", "2", "5", "0", self.index(), "@", "*")
                + "]}"
            )
        if self.depth > 3:
            return "${" + name + "}"
        self.depth += 1
        try:
            index = self.pick("", "", "", "", "[1]", "[0]", "[$i]")
            operator = self.pick(":-", ":-", ":-", ":-", "-", "-", ":+", "+")
            return "${" + name + index + operator + self.many(2, self.default) + "}"
        finally:
            self.depth -= 1

    def default(self):
        """A part of the word in ${NAME:-word}."""
        if self.often(25):
            return self.expansion()
        if self.often(6):
            return self.pick("'a b'", '"c  d"', "\\}", "\\a", "~", "{a,b}", "<(x)", "'", "`x`")
        return self.pick(" ", "\n", "*", "a b", "(x)", ";", "#", *(word for word in WORDS if "}" not in word))
