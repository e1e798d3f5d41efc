-- The queue, in one text for SQLite and PostgreSQL. BYTES stands for BLOB or BYTEA; nothing else differs.
-- Instants are microseconds UTC. "Done?" is a nullable instant. The schema refuses what must not be.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE sources (
    name          TEXT PRIMARY KEY,
    cursor        TEXT,
    first_seen_at BIGINT NOT NULL,
    completed_at  BIGINT,                    -- last pass that ended well: the only sign of health
    fault         TEXT,
    fault_since   BIGINT,
    fault_login   BIGINT NOT NULL DEFAULT 0, -- 1: our keys are not taken, which passes by itself for nobody
    state         TEXT,                      -- what a gateway tells of itself: balance, modem
    told_at       BIGINT,                    -- when somebody was last told of the fault
    back_from     BIGINT,                    -- it is well again, and whoever was told of the fault must hear so: since when it was not
    back_at       BIGINT,                    -- when it was well again
    CHECK ((fault IS NULL) = (fault_since IS NULL))
);

CREATE TABLE blobs (
    id     BIGINT PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    size   BIGINT NOT NULL,                  -- bytes before compression
    bytes  BYTES NOT NULL                    -- zstd
);

CREATE TABLE arrivals (
    id           BIGINT PRIMARY KEY,
    source       TEXT NOT NULL,
    remote_ref   TEXT NOT NULL,
    office       TEXT NOT NULL,
    channel      TEXT NOT NULL,
    received_at  BIGINT NOT NULL,
    collected_at BIGINT NOT NULL,
    blob         BIGINT,                     -- NULL: the server listed it but could not give it
    announced    BIGINT NOT NULL,
    message_id   TEXT,                       -- a hint, never an identity
    fingerprint  TEXT,                       -- equal for the same mail in two mailboxes or under a new UID
    parse_tries  BIGINT NOT NULL DEFAULT 0,
    handled_at   BIGINT,
    outcome      TEXT,
    complaint    BIGINT,
    reason       TEXT,
    settled_at   BIGINT,
    UNIQUE (source, remote_ref),
    CHECK ((handled_at IS NULL) = (outcome IS NULL)),
    CHECK (outcome IS NULL OR outcome IN ('complaint', 'further', 'officer_reply', 'machine', 'duplicate', 'pen', 'gone', 'old', 'registration'))
);
CREATE INDEX arrivals_unhandled ON arrivals (id) WHERE handled_at IS NULL;
CREATE INDEX arrivals_unsettled ON arrivals (source, id) WHERE settled_at IS NULL;
CREATE INDEX arrivals_by_fingerprint ON arrivals (fingerprint);
CREATE INDEX arrivals_by_message_id ON arrivals (message_id);
CREATE INDEX arrivals_by_complaint ON arrivals (complaint);

CREATE TABLE counters (
    office TEXT NOT NULL,
    year   BIGINT NOT NULL,
    last   BIGINT NOT NULL,
    PRIMARY KEY (office, year)
);
-- Numbers that mails name though they were not given here: after a restore they are somebody's.
CREATE TABLE named_numbers (
    office TEXT NOT NULL,
    year   BIGINT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (office, year, number)
);

CREATE TABLE complaints (
    id            BIGINT PRIMARY KEY,
    office        TEXT NOT NULL,
    number        TEXT NOT NULL UNIQUE,
    channel       TEXT NOT NULL,
    class         TEXT NOT NULL,
    grade         TEXT,
    unit          TEXT NOT NULL,
    status        TEXT NOT NULL,
    received_at   BIGINT NOT NULL,
    registered_at BIGINT NOT NULL,
    subject       TEXT NOT NULL,
    summary       TEXT NOT NULL,
    text          TEXT NOT NULL,             -- masked
    pelapor       TEXT,                      -- address for the answer, as `reply_by` understands it
    reply_by      TEXT,                      -- channel by which the answer goes
    pelapor_name  TEXT,
    names         TEXT,                      -- words of names that he gave away in his texts: of himself, of his people
    arrival       BIGINT NOT NULL,
    message_id    TEXT,                      -- of the citizen's mail, for threading
    intake        TEXT NOT NULL,             -- the mailbox address that citizens and officers answer to
    decision      TEXT NOT NULL,             -- JSON
    config        TEXT NOT NULL,             -- digest of the configuration that decided
    answered_at   BIGINT,
    closed_at     BIGINT,
    sorted_by     TEXT,                      -- the unit whose officer has confirmed or changed class, grade or category
    sorted_at     BIGINT,
    closed_how    TEXT,                      -- how it ended
    posted        TEXT,                      -- unit and status as the page where reporters follow it was last asked to show
    CHECK ((sorted_by IS NULL) = (sorted_at IS NULL)),
    CHECK (closed_how IS NULL OR status = 'closed'),
    CHECK (status IN ('open', 'answered', 'closed')),
    CHECK (status <> 'answered' OR answered_at IS NOT NULL),
    CHECK ((status = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((pelapor IS NULL) = (reply_by IS NULL))
);
-- Closed complaints that nobody may erase for now: a dispute, an audit.
CREATE TABLE legal_holds (
    complaint BIGINT PRIMARY KEY,
    since     BIGINT NOT NULL
);
-- Complaints of which nothing tells of a person any more.
CREATE TABLE erasures (
    complaint BIGINT PRIMARY KEY,
    at        BIGINT NOT NULL
);
CREATE INDEX complaints_by_office ON complaints (office, id);
CREATE INDEX complaints_closed ON complaints (office, closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX complaints_unposted ON complaints (office, registered_at) WHERE COALESCE(posted, '') <> status || ' ' || unit;
CREATE INDEX complaints_by_pelapor ON complaints (pelapor) WHERE pelapor IS NOT NULL;

CREATE TABLE contacts (                      -- other ways to reach the citizen, in the order they became known
    complaint BIGINT NOT NULL,
    channel   TEXT NOT NULL,
    address   TEXT NOT NULL,
    since     BIGINT NOT NULL,
    PRIMARY KEY (complaint, channel, address)
);
CREATE INDEX contacts_by_address ON contacts (address);

CREATE TABLE registrations (                 -- complaints that an officer wrote down: what the book asks for beside them
    complaint      BIGINT PRIMARY KEY,
    office         TEXT NOT NULL,
    registrar      TEXT NOT NULL,            -- who wrote it down: mail address, or user of the command line
    registrar_unit TEXT,
    origin_key     TEXT,                     -- channel, year and number of the book it was copied from
    origin         TEXT,
    sub_channel    TEXT,
    phone          TEXT,
    address        TEXT,
    nik            TEXT,                     -- masked
    place          TEXT,
    event_time     TEXT,
    about          TEXT,                     -- the officer it is about; shown to nobody outside
    signed         TEXT,
    letter_number  TEXT,
    letter_date    TEXT,
    duration       TEXT,
    late           BIGINT NOT NULL           -- 1: registered more than a working day after it was received
);
CREATE UNIQUE INDEX registrations_by_origin ON registrations (office, origin_key) WHERE origin_key IS NOT NULL;

CREATE TABLE handovers (                     -- which slot of which day was handed over
    arrival   BIGINT PRIMARY KEY,            -- the mail that was it
    office    TEXT NOT NULL,
    day       TEXT NOT NULL,                 -- the office's day, 2026-11-20
    slot      TEXT NOT NULL,                 -- '14.00', or other words of the subject; '' where it says nothing
    officer   TEXT NOT NULL,
    items     BIGINT NOT NULL,               -- 0: NIHIL
    handed_at BIGINT NOT NULL
);
CREATE INDEX handovers_of_day ON handovers (office, day, slot);

CREATE TABLE threads (
    token      TEXT PRIMARY KEY,             -- unguessable; stands in the reply address
    complaint  BIGINT NOT NULL,
    party      TEXT NOT NULL,                -- 'pelapor' or a unit id
    created_at BIGINT NOT NULL,
    ended_at   BIGINT
);
CREATE UNIQUE INDEX threads_open ON threads (complaint, party) WHERE ended_at IS NULL;

CREATE TABLE deadlines (
    id           BIGINT PRIMARY KEY,
    complaint    BIGINT NOT NULL,
    standard     TEXT NOT NULL,
    stops_at     TEXT NOT NULL,
    due_at       BIGINT NOT NULL,
    detail       TEXT NOT NULL,              -- JSON: the arithmetic
    reminded     BIGINT NOT NULL DEFAULT 0,
    escalated_at BIGINT,
    met_at       BIGINT,
    missed_at    BIGINT,
    next_at      BIGINT,                     -- when the remind duty looks again
    progressed   BIGINT NOT NULL DEFAULT 0,  -- how often the citizen has heard in between
    replaced_at  BIGINT,                     -- it runs no more: the complaint was sorted anew, or the limit moved; kept with its arithmetic
    replaced_why TEXT,
    CHECK ((replaced_at IS NULL) = (replaced_why IS NULL)),
    CHECK (replaced_at IS NULL OR next_at IS NULL)
);
CREATE UNIQUE INDEX deadlines_running ON deadlines (complaint, standard) WHERE replaced_at IS NULL;
CREATE INDEX deadlines_next ON deadlines (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE vigils (                        -- somebody may be in danger: the duty list is alerted until one of it answers
    complaint BIGINT PRIMARY KEY,
    rounds    BIGINT NOT NULL DEFAULT 0,     -- how often it was alerted again
    next_at   BIGINT,                        -- when it is alerted again; NULL: over
    taken_at  BIGINT,                        -- when one of the list said that he has it
    taken_by  TEXT,
    said      TEXT,                          -- the later message that told of danger, masked; NULL: the complaint itself did
    begun_at  BIGINT,                        -- when that message began the vigil anew
    phones    TEXT,                          -- telephones that stood in words and that may be called, one a line
    CHECK ((taken_at IS NULL) = (taken_by IS NULL)),
    CHECK (taken_at IS NULL OR next_at IS NULL)
);
CREATE INDEX vigils_next ON vigils (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE orders (                        -- what officers said about a complaint, as it was understood
    complaint BIGINT NOT NULL,
    arrival   BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    unit      TEXT NOT NULL,
    officer   TEXT NOT NULL,
    word      TEXT NOT NULL,                 -- GRADE, KATEGORI, ESTIMASI, TUNDA, RENCANA, SELESAI, SUDAH, CATATAN
    text      TEXT NOT NULL,
    PRIMARY KEY (complaint, arrival, word)
);

CREATE TABLE choices (                       -- what an officer was asked back last, with numbered answers
    complaint  BIGINT NOT NULL,
    party      TEXT NOT NULL,
    message_id TEXT NOT NULL,                -- of the letter that asked
    options    TEXT NOT NULL,                -- JSON: the mail that each number stands for
    asked_at   BIGINT NOT NULL,
    PRIMARY KEY (complaint, party)
);

CREATE TABLE tasks (                         -- what a person does outside and confirms by mail
    id           BIGINT PRIMARY KEY,         -- people are told it: it picks one of several
    office       TEXT NOT NULL,
    routine      TEXT NOT NULL,              -- id in the office's routines.toml
    occasion     TEXT NOT NULL,              -- '2026-11-27 14.00', or what about which complaint
    complaint    BIGINT,
    letter       BIGINT,                     -- the letter that stands for it in the outbox, settled with it
    token        TEXT NOT NULL UNIQUE,       -- unguessable; stands in the reply address
    together     BIGINT NOT NULL,            -- the task whose letter it was asked in: itself, or the first of a sheet
    title        TEXT NOT NULL,
    text         TEXT NOT NULL,              -- to copy as it is
    due_at       BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    asked_at     BIGINT,
    reminded_at  BIGINT,
    missed_at    BIGINT,
    confirmed_at BIGINT,
    confirmed_by TEXT,
    word         TEXT,                       -- how it was confirmed; KEBERATAN: the reporter does not want it
    next_at      BIGINT,                     -- when the routines duty looks again
    UNIQUE (office, routine, occasion),
    CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
    CHECK ((confirmed_at IS NULL) = (word IS NULL)),
    CHECK (confirmed_at IS NULL OR next_at IS NULL)
);
CREATE INDEX tasks_next ON tasks (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX tasks_open ON tasks (office, id) WHERE confirmed_at IS NULL;
CREATE INDEX tasks_of_complaint ON tasks (complaint) WHERE complaint IS NOT NULL;

CREATE TABLE task_mails (                    -- mails in which somebody answered about a task: they quote what was asked
    arrival BIGINT NOT NULL,
    task    BIGINT NOT NULL,
    PRIMARY KEY (task, arrival)
);

CREATE TABLE answers (
    id         BIGINT PRIMARY KEY,
    complaint  BIGINT NOT NULL,
    unit       TEXT NOT NULL,
    officer    TEXT NOT NULL,
    arrival    BIGINT,
    text       TEXT NOT NULL,
    text_hash  TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    letter     BIGINT,                       -- the letter that carries it to the citizen
    approved   BIGINT NOT NULL DEFAULT 0,    -- how many of the office's chain have approved this very text
    confirm    BIGINT NOT NULL DEFAULT 0     -- 1: its writer waits to hear that it has left
);
CREATE INDEX answers_to_confirm ON answers (id) WHERE confirm = 1;
CREATE INDEX answers_of_complaint ON answers (complaint, text_hash);

CREATE TABLE letters (
    id          BIGINT PRIMARY KEY,
    key         TEXT NOT NULL UNIQUE,        -- one row per (complaint, content, channel, recipient)
    complaint   BIGINT,
    office      TEXT NOT NULL,
    channel     TEXT NOT NULL,               -- by which it leaves
    way         TEXT NOT NULL GENERATED ALWAYS AS (office || '/' || channel) STORED, -- the way out that it waits for
    kind        TEXT NOT NULL,
    audience    TEXT NOT NULL,               -- 'pelapor', 'duty' or a unit id
    recipient   TEXT NOT NULL,
    sender      TEXT NOT NULL,
    reply_to    TEXT,
    message_id  TEXT NOT NULL UNIQUE,
    thread      TEXT NOT NULL,               -- In-Reply-To and References, space separated, oldest first
    subject     TEXT NOT NULL,
    attach      BIGINT,                      -- blob of the original mail to attach
    urgency     BIGINT NOT NULL,             -- 0 danger, 1 to officers and answers, 2 the rest
    phase       TEXT NOT NULL,
    epoch       BIGINT NOT NULL DEFAULT 0,   -- fences late writers
    lease_owner TEXT,
    lease_until BIGINT,
    attempts    BIGINT NOT NULL DEFAULT 0,
    repeats     BIGINT NOT NULL DEFAULT 0,   -- sent again after an unclear outcome
    created_at  BIGINT NOT NULL,
    next_at     BIGINT NOT NULL,
    deadline_at BIGINT,
    done_at     BIGINT,
    remote_id   TEXT,
    last_fault  TEXT,
    awaits      TEXT,                        -- an approver's word, without which it never leaves; kept when he refuses
    told_at     BIGINT,                      -- when the desk was told that it was refused
    released_at BIGINT,                      -- when a person let it go, where the channel asks for that
    looks       BIGINT NOT NULL DEFAULT 0,   -- how often evidence was looked for since it was last sent
    proof_at    BIGINT,                      -- accepted, and not believed before it has been read back: when to look next
    asked       BIGINT NOT NULL DEFAULT 0,   -- how often its gateway was asked how far it got
    ask_at      BIGINT,                      -- when it is asked next; NULL: not asked yet, or not any more
    CHECK (proof_at IS NULL OR phase = 'accepted'),
    CHECK (phase IN ('ready', 'intended', 'sending', 'unclear', 'held', 'accepted', 'proven', 'refused')),
    CHECK ((phase IN ('accepted', 'proven', 'refused')) = (done_at IS NOT NULL)),
    CHECK ((phase IN ('intended', 'sending')) = (lease_owner IS NOT NULL))
);
-- What a letter says. Apart from its row, which every step of its way writes anew.
CREATE TABLE letter_texts (
    letter BIGINT PRIMARY KEY,
    body   TEXT NOT NULL
);

CREATE INDEX letters_ready ON letters (way, urgency, next_at, id) WHERE phase = 'ready';
CREATE INDEX letters_leased ON letters (lease_until) WHERE phase IN ('intended', 'sending');
CREATE INDEX letters_unclear ON letters (next_at) WHERE phase = 'unclear';
CREATE INDEX letters_unproven ON letters (proof_at) WHERE proof_at IS NOT NULL;
CREATE INDEX letters_open ON letters (complaint, recipient, id) WHERE phase IN ('ready', 'intended', 'sending', 'unclear');
CREATE INDEX letters_untold ON letters (id) WHERE phase = 'refused' AND told_at IS NULL;
CREATE INDEX letters_held ON letters (id) WHERE phase = 'held';
CREATE INDEX letters_uncarried ON letters (office, id) WHERE kind = 'answer' AND phase IN ('ready', 'held');
CREATE INDEX letters_of_complaint ON letters (complaint);
CREATE INDEX letters_by_remote_id ON letters (remote_id) WHERE remote_id IS NOT NULL;
CREATE INDEX letters_to_ask ON letters (office, channel, done_at) WHERE phase = 'accepted' AND remote_id IS NOT NULL AND channel IN ('sms', 'whatsapp');

CREATE TABLE messages (                      -- what the citizen wrote after his complaint
    arrival   BIGINT PRIMARY KEY,
    complaint BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    text      TEXT NOT NULL                  -- masked
);
CREATE INDEX messages_of_complaint ON messages (complaint, arrival);

CREATE TABLE endings (                       -- the question whether the citizen is content, and the words on it
    complaint      BIGINT PRIMARY KEY,
    asked_at       BIGINT,                   -- when the question was last taken for sending
    silence        TEXT,                     -- JSON: until when silence is awaited, with its arithmetic
    word           TEXT,                     -- said, and not yet acted upon
    word_by        TEXT,                     -- who said it: 'pelapor', a unit, an operator
    word_in        BIGINT,                   -- the arrival in which he said it
    reread         BIGINT NOT NULL DEFAULT 0, -- how often a person was asked to read what is not clear
    objections     BIGINT NOT NULL DEFAULT 0, -- how often the reporter was not content
    unpublished_at BIGINT,                   -- when he said that nothing of it may hang on the notice board
    next_at        BIGINT,                   -- when the conclude duty looks again
    CHECK (word IS NULL OR word IN ('puas', 'tidak', 'belum_jelas', 'ditutup', 'dibuka')),
    CHECK ((word IS NULL) = (word_by IS NULL))
);
CREATE INDEX endings_next ON endings (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE reports (                       -- what another system (LAPOR!) holds, and which complaint mirrors it
    account   TEXT NOT NULL,                 -- the source
    number    TEXT NOT NULL,                 -- by which people know it there
    remote_id TEXT NOT NULL,                 -- by which its interface knows it
    office    TEXT NOT NULL,
    complaint BIGINT,                        -- NULL: known, and nothing to do for us
    status    TEXT,                          -- their word
    phase     TEXT,                          -- our word for it, where theirs is known
    text_hash TEXT NOT NULL,                 -- of the text as last seen
    first_seen_at BIGINT NOT NULL,
    seen_at   BIGINT NOT NULL,
    swept_at  BIGINT,                        -- when a full sweep last named it
    missed    BIGINT NOT NULL DEFAULT 0,     -- whole sweeps in a row that did not
    PRIMARY KEY (account, number)
);
CREATE INDEX reports_by_complaint ON reports (complaint);

CREATE TABLE report_states (                 -- which state of a report was dealt with last, by the source that showed it
    source     TEXT NOT NULL,
    number     TEXT NOT NULL,
    remote_ref TEXT NOT NULL,
    PRIMARY KEY (source, number)
);

CREATE TABLE report_entries (                -- what stands under a report there
    account TEXT NOT NULL,
    number  TEXT NOT NULL,
    entry   TEXT NOT NULL,
    at      BIGINT,
    author  TEXT,                            -- NULL: the reporter
    text    TEXT NOT NULL,                   -- masked
    letter  BIGINT,                          -- the letter of ours that it is
    PRIMARY KEY (account, number, entry)
);

CREATE TABLE links (                         -- complaints about the same matter, joined by a person
    first     BIGINT NOT NULL,
    second    BIGINT NOT NULL,
    linked_at BIGINT NOT NULL,
    actor     TEXT NOT NULL,
    PRIMARY KEY (first, second),
    CHECK (first < second)
);

CREATE TABLE untold (                        -- texts of a flood of which no letter told the officer: a digest does
    arrival   BIGINT PRIMARY KEY,
    complaint BIGINT NOT NULL,
    since     BIGINT NOT NULL
);
CREATE INDEX untold_of_complaint ON untold (complaint, arrival);

CREATE TABLE pen (
    arrival    BIGINT PRIMARY KEY,
    office     TEXT NOT NULL,
    reason     TEXT NOT NULL,
    guesses    TEXT NOT NULL,                -- JSON: ranked complaint numbers with reasons
    since      BIGINT NOT NULL,
    settled_at BIGINT,
    verdict    TEXT,
    CHECK ((settled_at IS NULL) = (verdict IS NULL))
);
CREATE INDEX pen_open ON pen (since) WHERE settled_at IS NULL;
CREATE TABLE pen_words (                     -- mails in which the desk wrote of a mail in the pen: they quote it
    arrival BIGINT PRIMARY KEY,
    item    BIGINT NOT NULL
);
CREATE INDEX pen_words_by_item ON pen_words (item);

CREATE TABLE correspondents (                -- receipts are rationed: no loop, no cannon
    address TEXT PRIMARY KEY,
    day     BIGINT NOT NULL,
    sent    BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);

CREATE TABLE sync_log (
    n    BIGINT PRIMARY KEY,
    line TEXT NOT NULL
);
CREATE TABLE sync_log_head (
    id    BIGINT PRIMARY KEY CHECK (id = 1),
    size  BIGINT NOT NULL,
    time  BIGINT NOT NULL,                   -- unix seconds of the last line; never decreases
    range TEXT NOT NULL                      -- the tree's frontier, hex
);
CREATE TABLE checkpoints (
    size       BIGINT PRIMARY KEY,
    note       TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
