package main

import (
	"time"

	"github.com/rs/zerolog"
)

// startLog makes the logger. Logs go to standard error; results never do.
func (a *app) startLog() error {
	if err := oneOf("--log-level", a.logLevel, "debug", "info", "warn", "error", "off"); err != nil {
		return err
	}
	if err := oneOf("--log-format", a.logFormat, "console", "json"); err != nil {
		return err
	}
	level, err := zerolog.ParseLevel(a.logLevel)
	if err != nil {
		level = zerolog.Disabled // off
	}
	a.log = zerolog.New(a.stderr)
	if a.logFormat == "console" {
		a.log = zerolog.New(zerolog.ConsoleWriter{Out: a.stderr, NoColor: !a.colours(a.stderrTerminal), TimeFormat: time.TimeOnly})
	}
	a.log = a.log.Level(level).With().Timestamp().Logger()
	return nil
}
