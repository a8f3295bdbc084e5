-- The roles of an installation on PostgreSQL. Run by the owner of the database after every migrate:
--     psql --set ON_ERROR_STOP=1 --file tools/roles.sql "$OWNER_URL"
-- The owner migrates and does nothing else. hive_site is for web and worker: it makes no table and
-- only adds to the audit log. hive_reader is for evaluations: it reads, and no secrets.

DO $$ BEGIN CREATE ROLE hive_site LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE hive_reader LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC, hive_site, hive_reader;
GRANT USAGE ON SCHEMA public TO hive_site, hive_reader;

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM hive_site, hive_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO hive_site;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO hive_site;
REVOKE UPDATE, DELETE ON audit_event, audit_auditseal, audit_auditcheckpoint FROM hive_site;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM hive_site;
-- Lets go of old events that a checkpoint stands for, and of nothing else.
REVOKE EXECUTE ON FUNCTION audit_purge(bigint) FROM PUBLIC, hive_reader;
GRANT EXECUTE ON FUNCTION audit_purge(bigint) TO hive_site;

GRANT SELECT ON ALL TABLES IN SCHEMA public TO hive_reader;
REVOKE SELECT ON banks_user, banks_pastpassword, banks_session, banks_invitation, banks_apitoken,
    banks_recoverycode, mfa_authenticator, post_outboxmail, post_digestline FROM hive_reader;
