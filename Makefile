# make check          sets up what the tests need, and runs them all
# make demo           the product at work in a VM, in about a minute
# make bench          how long the compiler takes; how long start and stop take, against a hand-written ip -batch
# make check-kernels  the VM cases on the kernels of Debian's suites
# make check-places   the demo in a container's /dev/shm, below /tmp, in odd paths, not as root: before a release
# make vm CASES=03    only VM cases, those that begin with 03
# make upstream       patches for the tree in which Slackware's network scripts are developed: upstream/README.md
# make install DESTDIR=/tmp/package
# make dist           the source archive, and dist/inet1c, a folder to build the package in
#
# Nothing but git, make and python3 has to be there first.

PYTHON  = python3
PREFIX  = /usr
DOCDIR  = $(PREFIX)/doc/inet1c
WORDS   = $(PREFIX)/share/bash-completion/completions
MANDIR  = $(PREFIX)/man
SITE    = $(shell $(PYTHON) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
CASES   =

.PHONY: check demo bench check-kernels check-places setup vm install clean

check:
	@tools/check

setup:
	@tools/setup

demo:
	@tools/setup || true
	@vm-tests/demo

bench:
	@tools/setup || true
	@.venv/bin/python bench/compile.py
	@vm-tests/bench

check-kernels:
	@tools/setup || true
	@tools/check-kernels

check-places:
	@tools/check-places

vm:
	@tools/setup --quiet || true
	@vm-tests/run $(CASES)

# Without pip or any build tool: a Slackware machine has Python, and lark as a package of its own. With bytecode, or the
# first start would leave files that removepkg does not know.
install:
	install -d $(DESTDIR)$(SITE)/inet1c $(DESTDIR)$(PREFIX)/sbin $(DESTDIR)/etc/rc.d $(DESTDIR)$(DOCDIR)
	cd compiler && find -L inet1c -type f ! -name '*.pyc' -exec install -D -m 644 '{}' '$(DESTDIR)$(SITE)/{}' ';'
	$(PYTHON) -m compileall -q --invalidation-mode checked-hash -d $(SITE)/inet1c $(DESTDIR)$(SITE)/inet1c
	printf '#!%s\nimport sys\n\nfrom inet1c.cli import main\n\nsys.exit(main())\n' \
	  "$$(command -v $(PYTHON))" > $(DESTDIR)$(PREFIX)/sbin/inet1c
	chmod 755 $(DESTDIR)$(PREFIX)/sbin/inet1c
	install -m 755 rc.bonding $(DESTDIR)/etc/rc.d/rc.bonding
	install -m 644 README.md CONTRIBUTING.md LICENSE CHANGELOG.md rc.inet1.conf.example rc.inet1.patch rc.inet1-15.0.patch \
	  $(DESTDIR)$(DOCDIR)
	install -d $(DESTDIR)$(DOCDIR)/docs $(DESTDIR)$(WORDS)
	install -m 644 docs/*.md $(DESTDIR)$(DOCDIR)/docs
	install -m 644 completion/* $(DESTDIR)$(WORDS)
	for page in man/*.[1-9]; do \
	  [ -e "$$page" ] || continue; \
	  install -d "$(DESTDIR)$(MANDIR)/man$${page##*.}" && \
	  install -m 644 "$$page" "$(DESTDIR)$(MANDIR)/man$${page##*.}" || exit; \
	done

clean:
	rm -rf .cache build dist upstream/series vm-tests/logs compiler/*.egg-info

# dist/inet1c-VERSION.tar.gz, the source archive, the same bytes each time; and dist/inet1c, where ./inet1c.SlackBuild
# builds the package from it. Its inet1c.info gets what is given: make dist DOWNLOAD=... MAINTAINER=... EMAIL=...
.PHONY: dist
dist:
	@tools/setup --quiet || true
	@.venv/bin/python tools/dist

.PHONY: upstream
upstream:
	@$(PYTHON) tools/upstream make
