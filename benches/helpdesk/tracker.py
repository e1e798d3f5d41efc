"""Roundup's mail gateway as `benches/helpdesk.rs` runs it.

tracker.py found HOME: a tracker on SQLite, from Roundup's own template; nothing is sent.
tracker.py fetch HOME PORT USER PASSWORD: takes in the mailbox. Roundup knows port 993 only, hence `imaplib` is told.
"""
import functools
import imaplib
import sys
from pathlib import Path

from roundup.scripts import roundup_admin, roundup_mailgw

task, home, *mailbox = sys.argv[1:]
if task == "found":
    admin = roundup_admin.AdminTool
    settings = "rdbms_backend=sqlite,rdbms_name=bench,mail_domain=bench.example,mail_host=127.0.0.1,tracker_web=http://bench.example/"
    for words in (["install", "classic", "sqlite", settings], ["initialise", "bench"]):
        sys.argv = ["roundup-admin", "-i", home, *words]
        if admin().main():
            sys.exit(f"roundup-admin {words[0]} failed")
    with Path(home, "schema.py").open("a") as schema:
        schema.write('db.security.addPermissionToRole("Anonymous", "Email Access")  # whoever writes becomes a user\n')
    config = Path(home, "config.ini")
    loose = config.read_text().replace("subject_prefix_parsing = strict", "subject_prefix_parsing = none")
    loose = loose.replace("subject_suffix_parsing = strict", "subject_suffix_parsing = none")
    loose = loose.replace("subject_content_match = always", "subject_content_match = never")
    config.write_text(loose.replace("\ndebug = \n", f"\ndebug = {home}/sent.mbox\n"))
else:
    port, user, password = mailbox
    imaplib.IMAP4_SSL = functools.partial(imaplib.IMAP4_SSL, port=int(port))
    sys.exit(roundup_mailgw.main([home, "imaps", f"{user}:{password}@127.0.0.1"]))
