"""Founds the database and tells both helpdesks where the mail is: prepare.py PORT USER PASSWORD."""
import sys
from urllib.parse import quote

import django
from django.core.management import call_command

django.setup()
call_command("migrate", verbosity=0)
port, user, password = sys.argv[1:]

from django_mailbox.models import Mailbox
from helpdesk.models import Queue

uri = f"imap+ssl://{quote(user, safe='')}:{quote(password, safe='')}@127.0.0.1:{port}"
Mailbox.objects.create(name="pengaduan", uri=uri)
Queue.objects.create(
    title="Pengaduan", slug="p", email_address=user, allow_email_submission=True, email_box_type="imap",
    email_box_host="127.0.0.1", email_box_port=port, email_box_ssl=True, email_box_user=user, email_box_pass=password,
    email_box_imap_folder="INBOX", email_box_interval=0, logging_type="none",
)
