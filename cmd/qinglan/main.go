// Command qinglan runs the certification programme of the notice
// 浙商务联发〔2017〕72号: the server, the demonstration, the rehearsal, and what
// an operator does beside them. Its flags are the manual.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"

	"qinglan/internal/app"
)

// A Common is what every command understands alike.
type Common struct {
	Listen   string `help:"Address to listen on." default:"127.0.0.1:8080" env:"QINGLAN_LISTEN"`
	Data     string `help:"Folder of files, keys and, without --db, the database." default:"data" type:"path" env:"QINGLAN_DATA"`
	DB       string `name:"db" help:"Database: postgres://… ; empty is SQLite in the data folder." env:"QINGLAN_DB"`
	Fonts    string `help:"Folder of licensed fonts for official papers, TrueType outlines: 仿宋_GB2312.ttf, 方正小标宋简体.ttf, 黑体.ttf, 楷体_GB2312.ttf or as their makers call them. What is not there is printed in free fonts." type:"path" env:"QINGLAN_FONTS"`
	Messages string `help:"File that says by which ways messages leave the house: mail, text messages, robots of groups. It holds secrets and is its owner's alone; empty is messages.json in the data folder, and without one nothing leaves." type:"path" env:"QINGLAN_MESSAGES"`

	Programme string `help:"Programme that a new database is made for; later the database knows it." env:"QINGLAN_PROGRAMME"`
}

func (c Common) config() app.Config {
	return app.Config{Programme: c.Programme, Data: c.Data, DB: c.DB, Messages: c.Messages, Fonts: c.Fonts, Log: slog.New(slog.NewTextHandler(os.Stderr, nil))}
}

// commands is every command with its flags.
var commands struct {
	Serve    serveCmd    `cmd:"" help:"Serve the programme."`
	Demo     demoCmd     `cmd:"" help:"Serve a demonstration with fictitious people."`
	Migrate  migrateCmd  `cmd:"" help:"Bring the database to the schema of this program."`
	Check    checkCmd    `cmd:"" help:"Check the editions: states, moves, forms, clauses, deadlines."`
	Rehearse rehearseCmd `cmd:"" help:"Play a whole edition over HTTP as all roles and check that the record adds up."`
	Export   exportCmd   `cmd:"" help:"Write official lists to files."`
	Audit    auditCmd    `cmd:"" help:"Verify the record."`
	Verify   verifyCmd   `cmd:"" help:"Verify a certificate, a credential, a session or a draw."`
	Backup   backupCmd   `cmd:"" help:"Write a consistent copy of a SQLite data folder."`
	Restore  restoreCmd  `cmd:"" help:"Restore such a copy into an empty data folder."`
	Admin    adminCmd    `cmd:"" help:"Administer: a dry run unless --do."`
}

func main() {
	// What lives is small and what a page needs is soon gone: let the heap grow to
	// three times what lives before it is cleared, unless the operator says otherwise.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	k := kong.Parse(&commands, kong.Name("qinglan"), kong.UsageOnError(),
		kong.Description("青蓝 Qinglan: the certification programme of notice 浙商务联发〔2017〕72号, from the notice to the register."),
		kong.BindTo(ctx, (*context.Context)(nil)))
	if err := k.Run(); err != nil {
		if !errors.Is(err, errSaid) {
			fmt.Fprintln(os.Stderr, "qinglan:", err)
		}
		os.Exit(1)
	}
}

// errSaid ends a command that has already said what is wrong.
var errSaid = errors.New("said")
