"""Makes files in the language of rc.inet1.conf, and around it: for the comparison with bash.

A Maker draws its choices from a function ``choose(n)`` that gives a number below n: Hypothesis's, so that
failures shrink, or a plain random generator's, where many are wanted fast.
"""

NAMES = ("IFNAME", "IPADDR", "MTU", "BONDSLAVES", "X", "Y", "i", "j", "_n1", "FOO", "GATEWAY")
WORDS = (
    "eth0",
    "eth1",
    "bond0.10",
    "192.0.2.1/24",
    "yes",
    "no",
    "1500",
    "a",
    "3",
    "-1",
    "00:11:22:33:44:55",
    "x=y",
    "a:b",
    "é",
    "日本",
    "0",
    "2",
    "08",
    "010",
    "0x10",
    "=",
    "+",
    ",",
    ".",
    "%",
    "@",
    "^",
    "!",
    "]",
    "}",
    "{",
    "a]b",
    "x#y",
    "#",
    "-",
    "\r",
    "\x7f",
)
SPECIAL = ("*", "?", "[a]", "~", "~root", ":~", "{a,b}", "{1..3}", "$", "!", "[", "\\", "a=~")
QUOTED = (
    "",
    " ",
    "eth0 eth1",
    "a  b",
    "#",
    ";",
    "&",
    "|",
    "<",
    ">",
    "(",
    ")",
    "*",
    "~",
    "{a,b}",
    "\t",
    "\n",
    "é",
    "=",
    "[1]=x",
    "miimon 100 | lacp_rate fast",
)
ESCAPES = (
    "\\n",
    "\\t",
    "\\\\",
    "\\'",
    '\\"',
    "\\x41",
    "\\101",
    "\\e",
    "\\cA",
    "\\q",
    "\\?",
    "\\u0041",
    "\\x",
    "\\0",
    "\\u00e4",
    "\\xc3\\xa4",
    "\\8",
    "\\c",
    "\\1234",
    "\\x414",
)
COMMANDS = (
    "foo",
    "foo bar",
    "...",
    "// text",
    "/* text */",
    "echo hi",
    "true",
    "false",
    ":",
    "This is text",
    "test -f x",
    "[ -f x ]",
    "eth0: the first",
    "printf x",
    "cd .",
    "-x",
    "10.0.0.1",
    "% x",
    "@",
    "no_such_command a b",
    "* x",
    "foo=bar baz",
    "f",
    "f",
    "g",
    "X=1 f",
    "i=1 g",
    "shift 1",
    '[ "$X" = a ]',
    "[ $Y = yes ]",
    "[ $i ${X[0]} ]",
    "test -n $X",
    "read -ra X",
    "{a,b}",
    "X[${Y:=2}]",
    "Y[$i]=",
)
REDIRECTIONS = (
    " </dev/null",
    ">/dev/null",
    " 2>&1",
    " >/dev/null 2>&1",
    " >&2",
    " 3<&-",
    " <nowhere",
    " {i}</dev/null",
    " {X[0]}</dev/null",
    " {X[i]}>&-",
    " <0<x",
    " 1\\\n2>/dev/null",
    " <<<$X",
    " <<<${Y:=3}",
    " <<<'a b'",
    " <>nowhere",
    " >|/dev/null",
    " &>/dev/null",
    " <&$i",
    " >&{a}",
)
HARMFUL = (
    "exit",
    "return",
    "exec",
    ". ./nowhere",
    "source nowhere",
    "eval X=1",
    "read X",
    "set -- a",
    "set -f",
    "shopt -s extglob",
    "alias foo=bar",
    "let X=1",
    "printf -v X a",
    "trap 'X=1' EXIT",
    "local X=1",
    "readonly X",
    "readonly Y=2",
    "typeset -i X",
    "declare -A X",
    "declare -n X=Y",
    "declare -u X",
    "IFS=:",
    "UID=1",
    "RANDOM=3",
    "SECONDS=5",
    "PATH=/x",
    "HOME=/y",
    "_=3",
    "unset IFS",
    "unset PATH",
    "POSIXLY_CORRECT=1",
    "unalias -a",
    "getopts a X",
    "mapfile Y",
    "enable -n echo",
    "command X=1",
    "builtin export X=1",
    "break",
    "continue",
    "shift",
    "times",
    "HOSTNAME=h",
    "HOSTNAME[1]=h",
    "OPTIND=3",
    "OPTIND=3x",
    "RANDOM=X=5",
    "SECONDS=${X:=5}",
    "HOSTNAME+=${Y:=5}",
    "GROUPS=(1 2)",
    "FUNCNAME[i]=1",
    "PIPESTATUS[08]=1",
    "BASHPID=1",
    "declare HOSTNAME",
    "readonly HOME",
    "declare -a LANG",
    "UID=1 foo",
    "X=2 readonly X",
    "[ -v X[i=3] ]",
    "test -v Y",
    "[ $X Y[i=3] ]",
    "printf %n X",
    "printf %d%n 1 i",
    "read 'X[i=3]' </dev/null",
    "read {X,Y} </dev/null",
    "compgen -W '${X:=3}'",
    "jobs -x eval X=3",
    "fc -s",
    "cd .",
    "PWD=5",
    "OLDPWD=5",
    "pushd .",
    "shift 1 2",
    "break a",
    "while true; do break a; done",
    "{exit,1}",
    "time -p X=1",
    "time -- X=1",
    "declare -I X=1",
    "foo ${#X:-a}",
    "foo ${1[0]}",
    ": ${X[@]:=a}",
    ": ${X[i]=a}",
    ": ${1:=a}",
    "! ! X=1",
    "declare -r X=5",
    "declare X[08]=1",
    "declare -A j",
    "readonly X Y",
    "LANG=x",
    "LINENO=7",
)


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
        text = self.pick("", "", "", "", "", "", "", "", "\ufeff", "\n", "# comment\n", "  ")
        lines = [self.line() for _ in range(1 + self.choose(5))]
        text += "".join(lines)
        if self.often(6):
            text = text.replace("\n", "\r\n")
        if self.often(8):
            text = text.rstrip("\n")
        if self.often(7):
            text = self.garbled(text)
        return text

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
        kind = self.choose(40)
        indent = self.pick("", "", "", "", " ", "\t", "    ")
        if kind < 3:
            return self.pick("\n", "# a comment\n", "   # X=1 \\\n", "\t\n", "#\n", "\\\n")
        end = self.pick(
            "\n",
            "\n",
            "\n",
            "\n",
            "\n",
            "\n",
            " \n",
            " # it's a comment\n",
            "\t#\n",
            ";\n",
            " ; # x\n",
            "#no comment\n",
        )
        statements = [self.statement()]
        while self.often(12):
            statements.append(self.pick(";", "; ", " ; ", " ;", "&&", " && ", " || ", " & ", " | ", "\n"))
            statements.append(self.statement())
        return indent + "".join(statements) + end

    def statement(self):
        kind = self.choose(90)
        if kind < 38 or kind >= 60:
            return (
                self.many(1, self.assignment) + " " + self.assignment()
                if self.often(8)
                else self.assignment()
            )
        if kind < 42:
            return self.pick(
                "export ",
                "declare ",
                "export ",
                "declare -a ",
                "declare -x ",
                "typeset ",
                "export -n ",
                "local ",
                "declare -p ",
                "export -p ",
            ) + self.pick(
                self.assignment(),
                self.name(),
                self.name() + "=" + self.value(),
                self.assignment() + " " + self.name(),
                self.name() + "=" + self.value() + " " + self.name() + "=" + self.value(),
                self.name() + "=" + self.value() + " " + self.name() + "=" + self.array(),
            )
        if kind < 46:
            return (
                "unset "
                + self.pick("", "-v ", "-- ")
                + self.pick(
                    self.name(),
                    self.reference(),
                    self.reference(),
                    "'" + self.reference() + "'",
                    self.name() + " " + self.name(),
                )
            )
        if kind < 49:
            return self.pick(*COMMANDS) + (self.pick(*REDIRECTIONS) if self.often(20) else "")
        if kind < 51:
            return self.assignment() + self.pick(
                " foo", " bar baz", " 255.255.255.0", " :", " true", " export Y=1", " =x"
            )
        if kind < 53:
            return (
                self.name()
                + self.pick(" = ", " =", "= ", "[0] = ", "[0]= ", "[=]", "[0", "-", ":", " += ")
                + self.value()
            )
        if kind < 55:
            return self.pick(*HARMFUL) + (self.pick(*REDIRECTIONS) if self.often(5) else "")
        if kind < 57:
            return self.compound()
        if kind < 58:
            return "! " + self.assignment()
        if kind < 59:
            return self.assignment() + self.pick(*REDIRECTIONS)
        return (
            self.pick("foo", "cat")
            + " <<"
            + self.pick("", "-")
            + self.pick("E", "'E'", '"E"', "\\E")
            + "\n"
            + self.pick("X=1\n", "$X\n", "text\n\tE\n", "", "${Y:=1}\n")
            + "E"
        )

    def compound(self):
        if self.depth > 1:
            return "true"
        self.depth += 1
        try:
            inner = self.statement()
            return self.pick(
                f"if true; then {inner}; fi",
                f"if false\nthen\n{inner}\nelse {self.statement()}\nfi",
                f"for x in 1 2; do {inner}; done",
                f"while false; do {inner}; done",
                f"case a in a|b) {inner};; *) foo;; esac",
                f"f() {{ {inner}; }}",
                f"function f {{ {inner}; }}\nf",
                f"f() {{ {inner}; }}; f",
                f"f() {{ g() {{ {inner}; }}; }}; f",
                f"f() {{ g; }}; g() {{ {inner}; }}",
                f"if foo; then f() {{ {inner}; }}; fi",
                f"X[${{{self.name()}:=2}}]",
                f"{{ {inner}; }} {self.pick(*REDIRECTIONS)}",
                f"{{ {inner}; }}",
                f"( {inner} )",
                f"(({self.name()}=1))",
                f"[[ a = b ]] || {inner}",
                f"time {inner}",
                "if",
                "then",
                "fi",
                "done",
                "{",
                "}",
                "(",
                ")",
                "esac",
                "in",
                "do",
            )
        finally:
            self.depth -= 1

    # -- assignments

    def name(self):
        return self.pick(*NAMES)

    def assignment(self):
        sign = self.pick("=", "=", "=", "=", "=", "+=")
        kind = self.choose(10)
        if kind < 3:
            return self.name() + sign + self.value()
        if kind < 8:
            return self.reference() + sign + self.value()
        return self.name() + sign + self.array()

    def reference(self):
        return self.name() + "[" + self.index() + "]"

    def index(self):
        kind = self.choose(40)
        if kind < 12:
            return str(self.choose(4))
        if kind < 14:
            return self.pick("$i", "${i}", "i", '"$i"', "${i:-1}", "$j", "j", "x")
        if kind < 15:
            return self.pick("-1", "-2", "+1", "- 1", "010", "08", "0x1f", "1 ", " 1", "\t2", "1\\\n", "00")
        if kind < 16:
            return self.pick("'1'", '"1"', "\\1", "", " ", '""', "$'1'", "1 2", "a b", "[1]", "]")
        if kind < 17:
            return self.pick(
                "1+1",
                "i+1",
                "i++",
                "X=3",
                "2#11",
                "$((1))",
                "1,2",
                "(1)",
                "!0",
                "99999999999999999999",
                "*",
                "@",
                "a[0]",
                "${X:=2}",
                "${Y[i]}",
            )
        return str(self.choose(12))

    def array(self):
        glue = self.pick(" ", " ", "\n", " # x\n", "\t", "  ", " \\\n")
        return (
            "("
            + self.pick("", "", " ", "\n")
            + self.many(4, self.element, glue)
            + self.pick("", "", " ", "\n", " #\n")
            + ")"
        )

    def element(self):
        if self.often(35):
            return "[" + self.index() + "]" + self.pick("=", "=", "=", "+=") + self.value()
        return self.value(1)

    # -- words

    def value(self, least=0):
        parts = [self.part() for _ in range(max(least, self.pick(0, 1, 1, 1, 1, 1, 1, 2, 3)))]
        return "".join(parts)

    def part(self):
        kind = self.choose(60)
        if kind >= 34:
            kind = self.choose(20)
        if kind < 9:
            return self.pick(*WORDS)
        if kind < 17:
            return '"' + self.many(3, self.inside) + '"'
        if kind < 20:
            return "'" + self.many(2, lambda: self.pick(*QUOTED, *WORDS, '"', "\\", "$X", "`")) + "'"
        if kind < 22:
            return "$'" + self.many(3, lambda: self.pick(*ESCAPES, *QUOTED, *WORDS)) + "'"
        if kind < 23:
            return self.pick(*SPECIAL)
        if kind < 25:
            return "\\" + self.pick(*" \t'\"$#;&|<>()ab*\\~{}[]`=\n")
        if kind < 26:
            return '$"' + self.many(2, self.inside) + '"'
        if kind < 33:
            return self.expansion()
        return self.pick(
            "$(echo a)",
            "`echo a`",
            "$((1+1))",
            "$[1]",
            "$1",
            "$?",
            "$#",
            "$@",
            "<(true)",
            "$HOME",
            "$RANDOM",
            "${#X}",
            "${X%a}",
            "${X/a/b}",
            "${!X}",
            "${X:0:1}",
            "${X^^}",
            "${X@Q}",
        )

    def inside(self):
        kind = self.choose(20)
        if kind < 11:
            return self.pick(*QUOTED, *WORDS)
        if kind < 13:
            return self.pick('\\"', "\\\\", "\\$", "\\`", "\\n", "\\a", "\\ ", "\\\n", "\\'", "\\}")
        if kind < 14:
            return self.pick("'", "it's", "$", "$'", "~", "!")
        if kind < 19:
            return self.expansion(quoted=True)
        return self.pick("$(echo a)", "`echo a`", "$((1))", "$1", "$UID", "${HOSTNAME}")

    def expansion(self, quoted=False):
        kind = self.choose(12)
        name = self.name()
        if kind < 3:
            return "$" + name
        if kind < 5:
            return "${" + name + "}"
        if kind < 8:
            return (
                "${" + name + "[" + self.pick("0", "1", "2", "$i", "i", "-1", "@", "*", "5", "0x1", "") + "]}"
            )
        if self.depth > 3:
            return "${" + name + "}"
        self.depth += 1
        try:
            index = self.pick("", "", "", "[1]", "[0]", "[$i]")
            operator = self.pick(
                ":-", ":-", ":-", ":-", ":-", ":-", "-", "-", ":+", "+", ":+", "+", ":=", "=", ":?", "?"
            )
            if quoted:
                word = self.many(
                    2,
                    lambda: self.pick(
                        *(w for w in WORDS if "}" not in w),
                        " ",
                        "\\}",
                        "\\\\",
                        "\\a",
                        "'",
                        '"x"',
                        self.expansion(True),
                    ),
                )
            else:
                word = self.many(
                    2,
                    lambda: self.pick(
                        *(w for w in WORDS if "}" not in w),
                        " ",
                        "'a b'",
                        '"c  d"',
                        "\\}",
                        "\\a",
                        "~",
                        "*",
                        self.expansion(),
                    ),
                )
            return "${" + name + index + operator + word + "}"
        finally:
            self.depth -= 1
