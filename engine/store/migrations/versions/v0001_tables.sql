-- The tables of the first release, as they were then. What changes a table later is a numbered step of its own.

CREATE TABLE account (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    locked_until TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_account PRIMARY KEY (id)
);
select place('account', 'reference');

CREATE TABLE area (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    district INTEGER NOT NULL,
    CONSTRAINT pk_area PRIMARY KEY (code)
);
select place('area', 'reference');

CREATE TABLE attachment (
    district INTEGER NOT NULL,
    id BIGINT NOT NULL,
    instance BIGINT NOT NULL,
    task BIGINT,
    by TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_attachment PRIMARY KEY (district, id),
    CONSTRAINT ck_attachment_district CHECK (district = id >> 40)
);
CREATE INDEX ix_attachment_instance ON attachment (district, instance);
select place('attachment', 'hot');

CREATE TABLE blob (
    sha256 TEXT NOT NULL,
    size BIGINT NOT NULL,
    media_type TEXT NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT pk_blob PRIMARY KEY (sha256)
);
select place('blob', 'reference');

CREATE TABLE calendar_day (
    district INTEGER NOT NULL,
    day DATE NOT NULL,
    working BOOLEAN NOT NULL,
    name TEXT NOT NULL,
    provisional BOOLEAN NOT NULL,
    CONSTRAINT pk_calendar_day PRIMARY KEY (district, day)
);
select place('calendar_day', 'reference');

CREATE TABLE "case" (
    district INTEGER NOT NULL,
    id BIGINT NOT NULL,
    code TEXT NOT NULL,
    item TEXT,
    name TEXT NOT NULL,
    title TEXT,
    area TEXT,
    milestone TEXT,
    light TEXT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE,
    statutory_at TIMESTAMP WITH TIME ZONE,
    paused_for TEXT,
    provisional BOOLEAN DEFAULT false NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    outcome TEXT,
    CONSTRAINT pk_case PRIMARY KEY (district, id),
    CONSTRAINT ck_case_district CHECK (district = id >> 40)
)
 WITH (fillfactor = 70);
CREATE INDEX ix_case_code ON "case" (district, code);
CREATE INDEX ix_case_open ON "case" (district, item, due_at) WHERE ended_at IS NULL;
select place('case', 'hot');

CREATE TABLE comment (
    district INTEGER NOT NULL,
    id BIGINT NOT NULL,
    instance BIGINT NOT NULL,
    task BIGINT,
    by TEXT NOT NULL,
    text TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_comment PRIMARY KEY (district, id),
    CONSTRAINT ck_comment_district CHECK (district = id >> 40)
);
CREATE INDEX ix_comment_instance ON comment (district, instance);
select place('comment', 'hot');

CREATE TABLE credential (
    id TEXT NOT NULL,
    secret TEXT NOT NULL,
    failures SMALLINT DEFAULT 0 NOT NULL,
    CONSTRAINT pk_credential PRIMARY KEY (id)
);
select place('credential', 'reference');

CREATE TABLE dashboard_day (
    district INTEGER NOT NULL,
    day DATE NOT NULL,
    key TEXT NOT NULL,
    started BIGINT DEFAULT 0 NOT NULL,
    ended BIGINT DEFAULT 0 NOT NULL,
    on_time BIGINT DEFAULT 0 NOT NULL,
    warned BIGINT DEFAULT 0 NOT NULL,
    passed BIGINT DEFAULT 0 NOT NULL,
    breached BIGINT DEFAULT 0 NOT NULL,
    opened BIGINT DEFAULT 0 NOT NULL,
    completed BIGINT DEFAULT 0 NOT NULL,
    incidents BIGINT DEFAULT 0 NOT NULL,
    CONSTRAINT pk_dashboard_day PRIMARY KEY (district, day, key)
);
select place('dashboard_day', 'hot');

CREATE TABLE day_seal (
    district INTEGER NOT NULL,
    day DATE NOT NULL,
    position BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    key_id TEXT NOT NULL,
    signature BYTEA NOT NULL,
    CONSTRAINT pk_day_seal PRIMARY KEY (district, day)
);
select place('day_seal', 'hot');

CREATE TABLE definition (
    id BIGINT NOT NULL,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    item TEXT,
    digest TEXT NOT NULL,
    starters TEXT[] NOT NULL,
    starts JSONB NOT NULL,
    called JSONB NOT NULL,
    deployed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    deployed_by TEXT NOT NULL,
    CONSTRAINT pk_definition PRIMARY KEY (id),
    CONSTRAINT uq_definition_key_version UNIQUE (key, version)
);
select place('definition', 'reference');

CREATE TABLE head (
    district INTEGER NOT NULL,
    next_id BIGINT DEFAULT 1 NOT NULL,
    position BIGINT DEFAULT 0 NOT NULL,
    hash BYTEA DEFAULT '\x'::bytea NOT NULL,
    CONSTRAINT pk_head PRIMARY KEY (district)
)
 WITH (fillfactor = 10);
select place('head', 'hot');

CREATE TABLE incident (
    district INTEGER NOT NULL,
    id BIGINT NOT NULL,
    instance BIGINT NOT NULL,
    token BIGINT NOT NULL,
    element TEXT NOT NULL,
    key TEXT,
    message TEXT NOT NULL,
    raised_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_incident PRIMARY KEY (district, id),
    CONSTRAINT ck_incident_district CHECK (district = id >> 40)
);
CREATE INDEX ix_incident_instance ON incident (district, instance);
select place('incident', 'hot');

CREATE TABLE instance (
    district INTEGER NOT NULL,
    id BIGINT NOT NULL,
    definition BIGINT NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    clocked BOOLEAN DEFAULT false NOT NULL,
    name TEXT NOT NULL,
    title TEXT,
    code TEXT,
    area TEXT,
    business_key TEXT,
    about BIGINT,
    started_by TEXT NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    outcome TEXT,
    snapshot BYTEA,
    CONSTRAINT pk_instance PRIMARY KEY (district, id),
    CONSTRAINT ck_instance_district CHECK (district = id >> 40)
)
 WITH (fillfactor = 70);
CREATE INDEX ix_instance_about ON instance (district, about) WHERE about IS NOT NULL;
CREATE INDEX ix_instance_business_key ON instance (district, business_key) WHERE business_key IS NOT NULL;
CREATE INDEX ix_instance_key ON instance (district, key, id);
select place('instance', 'hot');

CREATE TABLE job (
    district INTEGER NOT NULL,
    id BIGINT NOT NULL,
    instance BIGINT NOT NULL,
    token BIGINT NOT NULL,
    element TEXT NOT NULL,
    kind TEXT NOT NULL,
    inputs JSON NOT NULL,
    retries INTEGER NOT NULL,
    backoff TEXT NOT NULL,
    attempts INTEGER DEFAULT 0 NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    claimed_until TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_job PRIMARY KEY (district, id),
    CONSTRAINT ck_job_district CHECK (district = id >> 40)
);
CREATE INDEX ix_job_due ON job (district, due_at);
CREATE INDEX ix_job_instance ON job (district, instance);
select place('job', 'hot');

CREATE TABLE journal (
    district INTEGER NOT NULL,
    position BIGINT NOT NULL,
    request_id TEXT NOT NULL,
    instance BIGINT,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor TEXT NOT NULL,
    command JSON NOT NULL,
    facts JSON NOT NULL,
    mac BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    CONSTRAINT pk_journal PRIMARY KEY (district, position),
    CONSTRAINT uq_journal_district_request_id UNIQUE (district, request_id)
);
CREATE INDEX ix_journal_instance ON journal (district, instance) WHERE instance IS NOT NULL;
select place('journal', 'hot');

CREATE TABLE message (
    district INTEGER NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    key TEXT,
    to_instance BIGINT,
    origin BIGINT,
    definition BIGINT,
    start_event TEXT,
    variables JSON NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    claimed_until TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_message PRIMARY KEY (district, id),
    CONSTRAINT ck_message_district CHECK (district = id >> 40)
);
CREATE INDEX ix_message_due ON message (district, due_at);
select place('message', 'hot');

CREATE TABLE person_key (
    district INTEGER NOT NULL,
    person TEXT NOT NULL,
    wrapped BYTEA NOT NULL,
    CONSTRAINT pk_person_key PRIMARY KEY (district, person)
);
select place('person_key', 'hot');

CREATE TABLE post (
    account TEXT NOT NULL,
    "group" TEXT NOT NULL,
    area TEXT NOT NULL,
    CONSTRAINT pk_post PRIMARY KEY (account, "group", area)
);
CREATE INDEX ix_post_group ON post ("group");
select place('post', 'reference');

CREATE TABLE projector_cursor (
    district INTEGER NOT NULL,
    projector TEXT NOT NULL,
    position BIGINT NOT NULL,
    CONSTRAINT pk_projector_cursor PRIMARY KEY (district, projector)
);
select place('projector_cursor', 'hot');

CREATE TABLE sealed (
    district INTEGER NOT NULL,
    id BIGINT NOT NULL,
    instance BIGINT,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    mask TEXT,
    salt BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    value BYTEA NOT NULL,
    CONSTRAINT pk_sealed PRIMARY KEY (district, id),
    CONSTRAINT ck_sealed_district CHECK (district = id >> 40)
);
CREATE INDEX ix_sealed_instance ON sealed (district, instance);
CREATE INDEX ix_sealed_person ON sealed (district, person);
select place('sealed', 'hot');

CREATE TABLE source (
    digest TEXT NOT NULL,
    name TEXT NOT NULL,
    bpmn BYTEA NOT NULL,
    resources JSONB NOT NULL,
    CONSTRAINT pk_source PRIMARY KEY (digest)
);
select place('source', 'reference');

CREATE TABLE subscription (
    district INTEGER NOT NULL,
    id BIGINT NOT NULL,
    instance BIGINT NOT NULL,
    token BIGINT NOT NULL,
    element TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    key TEXT,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_subscription PRIMARY KEY (district, id),
    CONSTRAINT ck_subscription_district CHECK (district = id >> 40)
);
CREATE INDEX ix_subscription_instance ON subscription (district, instance);
CREATE INDEX ix_subscription_name ON subscription (district, name, key);
select place('subscription', 'hot');

CREATE TABLE task (
    district INTEGER NOT NULL,
    id BIGINT NOT NULL,
    instance BIGINT NOT NULL,
    token BIGINT NOT NULL,
    element TEXT NOT NULL,
    name TEXT NOT NULL,
    key TEXT,
    title TEXT,
    groups TEXT[] NOT NULL,
    users TEXT[] NOT NULL,
    excluded TEXT[] NOT NULL,
    area TEXT,
    assignee TEXT,
    owner TEXT,
    form TEXT,
    light TEXT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE,
    rank_at TIMESTAMP WITH TIME ZONE DEFAULT '9999-12-30 00:00:00+00' NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    claimed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_task PRIMARY KEY (district, id),
    CONSTRAINT ck_task_district CHECK (district = id >> 40)
)
 WITH (fillfactor = 70);
CREATE INDEX ix_task_assignee ON task (district, assignee, rank_at) WHERE assignee IS NOT NULL;
CREATE INDEX ix_task_free ON task (district, (groups[1]), rank_at, id) WHERE assignee IS NULL;
CREATE INDEX ix_task_free_many ON task (district, rank_at, id) WHERE assignee is null and cardinality(groups) > 1;
CREATE INDEX ix_task_free_users ON task (district, rank_at, id) WHERE assignee is null and cardinality(users) > 0;
CREATE INDEX ix_task_instance ON task (district, instance);
CREATE INDEX ix_task_owner ON task (district, owner) WHERE owner IS NOT NULL;
select place('task', 'hot');

CREATE TABLE ticket (
    district INTEGER NOT NULL,
    id BIGINT NOT NULL,
    code TEXT NOT NULL,
    item TEXT,
    name TEXT NOT NULL,
    title TEXT,
    area TEXT,
    milestone TEXT,
    light TEXT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE,
    statutory_at TIMESTAMP WITH TIME ZONE,
    paused_for TEXT,
    provisional BOOLEAN DEFAULT false NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    outcome TEXT,
    CONSTRAINT pk_ticket PRIMARY KEY (district, id),
    CONSTRAINT ck_ticket_district CHECK (district = id >> 40)
)
 WITH (fillfactor = 70);
CREATE INDEX ix_ticket_open ON ticket (district, due_at) WHERE ended_at IS NULL;
select place('ticket', 'hot');

CREATE TABLE time_limit (
    district INTEGER NOT NULL,
    id BIGINT NOT NULL,
    instance BIGINT NOT NULL,
    token BIGINT,
    task BIGINT,
    element TEXT,
    committed TEXT,
    statutory TEXT,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    warn_at TIMESTAMP WITH TIME ZONE,
    due_at TIMESTAMP WITH TIME ZONE,
    statutory_at TIMESTAMP WITH TIME ZONE,
    stage TEXT NOT NULL,
    next_at TIMESTAMP WITH TIME ZONE,
    claimed_until TIMESTAMP WITH TIME ZONE,
    escalates BOOLEAN NOT NULL,
    provisional BOOLEAN NOT NULL,
    paused_at TIMESTAMP WITH TIME ZONE,
    paused_clocks TEXT,
    matter TEXT,
    warn_share TEXT DEFAULT '0.3' NOT NULL,
    pauses JSONB DEFAULT '[]' NOT NULL,
    CONSTRAINT pk_time_limit PRIMARY KEY (district, id),
    CONSTRAINT ck_time_limit_district CHECK (district = id >> 40)
)
 WITH (fillfactor = 70);
CREATE INDEX ix_time_limit_instance ON time_limit (district, instance);
CREATE INDEX ix_time_limit_next ON time_limit (district, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX ix_time_limit_provisional ON time_limit (district) WHERE provisional;
select place('time_limit', 'hot');

CREATE TABLE timer (
    district INTEGER NOT NULL,
    id BIGINT NOT NULL,
    instance BIGINT,
    token BIGINT,
    element TEXT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    claimed_until TIMESTAMP WITH TIME ZONE,
    definition BIGINT,
    cycle TEXT,
    provisional BOOLEAN DEFAULT false NOT NULL,
    length TEXT,
    since TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_timer PRIMARY KEY (district, id),
    CONSTRAINT ck_timer_district CHECK (district = id >> 40)
);
CREATE INDEX ix_timer_due ON timer (district, due_at);
CREATE INDEX ix_timer_instance ON timer (district, instance);
CREATE INDEX ix_timer_provisional ON timer (district, id) WHERE provisional;
select place('timer', 'hot');
