# Two commands on a fresh machine (Debian 12, git, cargo): make demo, make test.
# Both see to their own packages: root installs them, anybody else is shown the line.

PREFIX  ?= /usr
DESTDIR ?=
ETC     ?= /etc/penghubung
PROFILE ?= release
CARGO   ?= cargo

TARGET   = $(or $(CARGO_TARGET_DIR),target)
# Cargo calls the folder of its profile "dev" debug.
BUILT    = $(TARGET)/$(if $(filter dev,$(PROFILE)),debug,$(PROFILE))
VERSION  = $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
ROOT     = $(DESTDIR)$(PREFIX)
UNITS    = penghubung.service penghubung-verify.service penghubung-verify.timer

.PHONY: help demo test bench check tools bench-tools build install deb clean
.DEFAULT_GOAL := help

help:
	@echo 'make demo     real mail servers, citizens and officers, shown as it happens (KEEP=1: stays up)'
	@echo 'make test     everything, on real Dovecot, Exim, PostgreSQL, Gammu SMSD and Kannel'
	@echo 'make bench    the figures that README quotes'
	@echo 'make check    formatting, clippy, docs: no warnings'
	@echo 'make install  binary, configuration, units, man pages (DESTDIR, PREFIX, ETC, PROFILE)'
	@echo 'make deb      a Debian package in $(TARGET)'

# gcc must be there before cargo builds the crates that contain C.
tools:
	@sh tests/sandbox/tools.sh $$(cat tests/sandbox/packages)

bench-tools: tools
	@sh tests/sandbox/tools.sh $$(cat benches/packages)
	@sh benches/postfix.sh $(abspath $(TARGET))/postfix
	@[ -x $(TARGET)/helpdesks/bin/python ] || python3 -m venv $(TARGET)/helpdesks
	@$(TARGET)/helpdesks/bin/python -m pip install --quiet --requirement benches/helpdesk/requirements.txt

demo: tools
	$(CARGO) build --locked --bin penghubung --example demo
	$(CARGO) build --locked -p penghubung-lapor-sim
	@$(TARGET)/debug/examples/demo

test: tools
	$(CARGO) test --locked --workspace

bench: bench-tools
	$(CARGO) build --locked --release --bin penghubung
	$(CARGO) build --locked --release -p penghubung-lapor-sim
	$(CARGO) bench --locked --bench intake --bench helpdesk --bench latency --bench idle --bench backlog --bench poll --bench send --bench lapor --bench verify

check: tools
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS='-D warnings' $(CARGO) doc --locked --no-deps --workspace

# What runs the service needs a compiler, and no server of the tests.
build:
	@sh tests/sandbox/tools.sh build-essential
	$(CARGO) build --locked --profile $(PROFILE) --bin penghubung

# Configuration that is already there is kept; what is new lies beside it as NAME.new.
install: build
	install -Dm755 $(BUILT)/penghubung $(ROOT)/bin/penghubung
	install -d $(ROOT)/lib/systemd/system $(ROOT)/lib/sysusers.d $(ROOT)/lib/tmpfiles.d $(ROOT)/share/man/man1
	for unit in $(UNITS); do \
	    sed 's|/usr/bin/penghubung|$(PREFIX)/bin/penghubung|' systemd/$$unit > $(ROOT)/lib/systemd/system/$$unit || exit 1; \
	done
	install -m644 systemd/penghubung.sysusers.conf $(ROOT)/lib/sysusers.d/penghubung.conf
	install -m644 systemd/penghubung.tmpfiles.conf $(ROOT)/lib/tmpfiles.d/penghubung.conf
	$(BUILT)/penghubung man $(ROOT)/share/man/man1
	install -d $(ROOT)/share/bash-completion/completions $(ROOT)/share/zsh/vendor-completions $(ROOT)/share/fish/vendor_completions.d
	$(BUILT)/penghubung completions bash > $(ROOT)/share/bash-completion/completions/penghubung
	$(BUILT)/penghubung completions zsh > $(ROOT)/share/zsh/vendor-completions/_penghubung
	$(BUILT)/penghubung completions fish > $(ROOT)/share/fish/vendor_completions.d/penghubung.fish
	cd config && find . -type f | while read -r file; do \
	    there="$(DESTDIR)$(ETC)/$$file"; \
	    if [ ! -e "$$there" ]; then install -Dm644 "$$file" "$$there"; \
	    elif ! cmp -s "$$file" "$$there"; then install -m644 "$$file" "$$there.new"; fi || exit 1; \
	done
	install -Dm755 tests/verify_log.py $(ROOT)/share/penghubung/verify_log.py
	install -Dm644 LICENSE-MIT $(ROOT)/share/doc/penghubung/LICENSE-MIT
	install -Dm644 LICENSE-APACHE $(ROOT)/share/doc/penghubung/LICENSE-APACHE

deb: PROFILE = dist
deb: PREFIX = /usr
deb: STAGE = $(abspath $(TARGET))/deb
deb:
	rm -rf $(STAGE)
	$(MAKE) install DESTDIR=$(STAGE) PREFIX=$(PREFIX) PROFILE=$(PROFILE)
	sh systemd/debian/build.sh $(STAGE) $(VERSION) $(TARGET)

clean:
	$(CARGO) clean
