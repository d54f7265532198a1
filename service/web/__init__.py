"""The Flask service: cron's entry points, /me, and the admin's pages."""
