-- The first schema. Nothing newer than PostgreSQL 15. Runs with search_path = monitoring, inside of a transaction.

CREATE TABLE source (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key text NOT NULL UNIQUE,
  first_seen_at timestamptz NOT NULL
);

-- What a round of the collector brought. Its id makes sending again harmless; kept as long as samples are.
CREATE TABLE batch (
  seq integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  batch_id uuid NOT NULL UNIQUE,
  received_at timestamptz NOT NULL,
  samples integer NOT NULL,
  first_taken_at timestamptz,
  last_taken_at timestamptz
);
CREATE INDEX batch_received_at ON batch (received_at);

-- Columns in order of width, so that no byte is lost to alignment. The key serves charts (one source, some time) and makes a
-- sample one however often it comes.
CREATE TABLE sample (
  taken_at timestamptz NOT NULL,
  memory_used bigint,
  memory_total bigint,
  disk_used bigint,
  disk_total bigint,
  source_id integer NOT NULL,
  batch_seq integer NOT NULL,
  cpu real,
  network_in real,
  network_out real,
  disk_read real,
  disk_write real,
  PRIMARY KEY (source_id, taken_at)
) PARTITION BY RANGE (taken_at);

-- Steps of a minute, a quarter and an hour: average and highest value. Seven digits are enough for a chart.
CREATE TABLE rollup_1m (
  bucket timestamptz NOT NULL,
  source_id integer NOT NULL,
  samples integer NOT NULL,
  cpu real,
  memory_used real,
  memory_total real,
  disk_used real,
  disk_total real,
  network_in real,
  network_out real,
  disk_read real,
  disk_write real,
  cpu_peak real,
  memory_used_peak real,
  network_in_peak real,
  network_out_peak real,
  disk_read_peak real,
  disk_write_peak real,
  PRIMARY KEY (source_id, bucket)
) PARTITION BY RANGE (bucket);
CREATE TABLE rollup_15m (LIKE rollup_1m INCLUDING ALL) PARTITION BY RANGE (bucket);
CREATE TABLE rollup_1h (LIKE rollup_1m INCLUDING ALL) PARTITION BY RANGE (bucket);

-- Steps that samples came for since they were last worked out.
CREATE TABLE rollup_due (
  seconds integer NOT NULL,
  bucket timestamptz NOT NULL,
  PRIMARY KEY (seconds, bucket)
);

-- The newest of each state: cluster, guests, storages, ha, collector, replication/NODE.
CREATE TABLE state (
  kind text PRIMARY KEY,
  taken_at timestamptz NOT NULL,
  value jsonb NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE contact (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  last_contact_at timestamptz NOT NULL,
  last_error jsonb,
  -- when the collector found that; batches of an outage come later and are older
  told_at timestamptz NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE backup_result (
  guest text NOT NULL,
  task text NOT NULL,
  node text NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at timestamptz NOT NULL,
  result text NOT NULL CHECK (result IN ('ok', 'warnings', 'failed')),
  remark text,
  PRIMARY KEY (guest, task)
);
CREATE INDEX backup_result_good ON backup_result (guest, ended_at DESC) WHERE result <> 'failed';

CREATE TABLE app_user (
  name text PRIMARY KEY,
  role text NOT NULL CHECK (role IN ('admin', 'viewer')),
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL,
  -- the hash of .env that was applied last; null: made in the dashboard
  environment_hash text
);

-- Never the cookie itself: its keyed digest.
CREATE TABLE session (
  digest bytea PRIMARY KEY,
  user_name text NOT NULL REFERENCES app_user (name) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX session_by_user ON session (user_name);

-- Failed logins by address and by name (keyed digests: what somebody typed into the field of the name may be a password).
CREATE TABLE login_failure (
  key bytea PRIMARY KEY,
  failures integer NOT NULL,
  since timestamptz NOT NULL
);

CREATE TABLE setting (
  key text PRIMARY KEY,
  value jsonb NOT NULL
);

CREATE TABLE alert (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  rule text NOT NULL,
  subject text NOT NULL,
  severity text NOT NULL,
  params jsonb NOT NULL,
  -- null: the condition has not held long enough yet
  opened_at timestamptz,
  pending_since timestamptz NOT NULL,
  -- set while the condition is gone, but not for long enough
  clear_since timestamptz,
  closed_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  acknowledged_note text
);
CREATE UNIQUE INDEX alert_live ON alert (rule, subject) WHERE closed_at IS NULL;
CREATE INDEX alert_opened ON alert (id DESC) WHERE opened_at IS NOT NULL;

-- Messages on their way out; a message is written together with what it tells of.
CREATE TABLE message (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  alert_id integer NOT NULL REFERENCES alert (id) ON DELETE CASCADE,
  event text NOT NULL CHECK (event IN ('opened', 'closed')),
  channel text NOT NULL,
  created_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL,
  sent_at timestamptz,
  given_up_at timestamptz,
  last_error text
);
CREATE INDEX message_due ON message (next_at) WHERE sent_at IS NULL AND given_up_at IS NULL;
