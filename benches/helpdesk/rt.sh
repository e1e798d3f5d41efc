#!/bin/sh
# RT 5 of Debian as `benches/helpdesk.rs` runs it: its own server, fed by fetchmail through rt-mailgate, as its manual says.
# rt.sh found FOLDER PORT: a database on SQLite; everybody may open tickets in the queue General; nothing is sent.
# rt.sh fetch FOLDER PORT IMAP_PORT USER PASSWORD: starts the server, takes in the mailbox, ends the server.
set -eu
task=$1 folder=$2 port=$3
shift 3
export RT_SITE_CONFIG="$folder/RT_SiteConfig.pm" RT_SITE_CONFIG_DIR="$folder/none"
share=/usr/share/request-tracker5

found() {
    mkdir -p "$folder/mason" "$folder/sessions" "$folder/none"
    cat >"$RT_SITE_CONFIG" <<END
Set(\$rtname, 'bench');
Set(\$Organization, 'bench.example');
Set(\$WebDomain, '127.0.0.1');
Set(\$WebPort, $port);
Set(\$DatabaseType, 'SQLite');
Set(\$DatabaseName, '$folder/rt.db');
Set(\$MailCommand, 'testfile');
Set(\$MailParams, '$folder/sent');
Set(\$LogToSyslog, undef);
Set(\$LogToSTDERR, 'critical');
Set(\$MasonDataDir, '$folder/mason');
Set(\$MasonSessionDir, '$folder/sessions');
1;
END
    rt-setup-database-5 --action init --dba '' --dba-password '' --skip-create
    perl -I"$share/lib" -e '
        use RT -init;
        my $queue = RT::Queue->new(RT->SystemUser);
        $queue->Load("General");
        my $everyone = RT::Group->new(RT->SystemUser);
        $everyone->LoadSystemInternalGroup("Everyone");
        for my $right (qw(CreateTicket ReplyToTicket)) {
            my ($done, $why) = $everyone->PrincipalObj->GrantRight(Right => $right, Object => $queue);
            die $why unless $done;
        }'
}

fetch() {
    "$share/libexec/rt-server" --host 127.0.0.1 --port "$port" &
    server=$!
    trap 'kill $server; wait $server || true' EXIT
    until perl -MIO::Socket::INET -e "exit !IO::Socket::INET->new('127.0.0.1:$port')"; do
        kill -0 $server
        sleep 0.1
    done
    cat >"$folder/fetchmailrc" <<END
poll 127.0.0.1 protocol IMAP port $1
    user "$2" password "$3" ssl no sslcertck fetchall no rewrite
    mda "rt-mailgate --queue General --action correspond --url http://127.0.0.1:$port/"
END
    chmod 600 "$folder/fetchmailrc"
    HOME=$folder fetchmail --silent --nosyslog --fetchmailrc "$folder/fetchmailrc"
}

"$task" "$@"
