package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"qinglan/internal/app"
	"qinglan/internal/archive"
	"qinglan/internal/record"
)

// opened runs f on the program without serving it.
func (c Common) opened(ctx context.Context, f func(a *app.App) error) error {
	a, err := app.Open(ctx, c.config())
	if err != nil {
		return err
	}
	return errors.Join(f(a), a.Close(context.Background()))
}

type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Read the whole record and name what is not as it was written."`
	Mark   auditMarkCmd   `cmd:"" name:"checkpoint" help:"Sign where the record stands and write it as a file to keep outside."`
}

type auditVerifyCmd struct {
	Common
	Checkpoint string `help:"An older checkpoint file kept outside." type:"existingfile"`
}

func (c *auditVerifyCmd) Run(ctx context.Context) error {
	var outside *record.Checkpoint
	if c.Checkpoint != "" {
		text, err := os.ReadFile(c.Checkpoint)
		if err != nil {
			return err
		}
		point, err := record.ParseCheckpoint(string(text))
		if err != nil {
			return err
		}
		outside = &point
	}
	return c.opened(ctx, func(a *app.App) error {
		r, err := a.Verify(ctx, outside)
		if err != nil {
			return err
		}
		fmt.Printf("%d cases, %d rows, %d answers (%d erased), %d checkpoints\n", r.Cases, r.Rows, r.Answers, r.Erased, r.Checkpoints)
		for _, f := range r.Findings {
			fmt.Println(f)
		}
		if len(r.Findings) > 0 {
			return fmt.Errorf("%d findings: the record is not as it was written", len(r.Findings))
		}
		fmt.Println("the record is whole")
		return nil
	})
}

type auditMarkCmd struct {
	Common
	Out string `help:"File to write." required:"" type:"path"`
}

func (c *auditMarkCmd) Run(ctx context.Context) error {
	return c.opened(ctx, func(a *app.App) error {
		point, err := a.House.Flow.Checkpoint(ctx)
		if err != nil {
			return err
		}
		return os.WriteFile(c.Out, []byte(point.File(a.House.Keys.Public())), 0o644)
	})
}

// reserved says plainly what is not built yet.
func reserved(what string) error { return fmt.Errorf("%s is reserved and not built yet", what) }

type verifyCmd struct {
	Certificate verifyCertificateCmd `cmd:"" help:"What the public page says of a certificate code."`
	Credential  verifyLaterCmd       `cmd:"" help:"Reserved: verify a credential file." default:"withargs"`
	Session     verifyLaterCmd       `cmd:"" help:"Reserved: verify a session file."`
	Archive     verifyArchiveCmd     `cmd:"" help:"Check an archive with nothing but the file."`
	Draw        verifyLaterCmd       `cmd:"" help:"Reserved: recompute a draw."`
}

type verifyLaterCmd struct {
	File string `arg:"" help:"File to verify."`
}

func (c *verifyLaterCmd) Run() error { return reserved("this verification") }

type verifyArchiveCmd struct {
	File string `arg:"" help:"The archive." type:"existingfile"`
}

func (c *verifyArchiveCmd) Run() error {
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	r, err := archive.Verify(f, info.Size())
	if err != nil {
		return err
	}
	fmt.Printf("文件 %d 个、办件 %d 件、办理记录 %d 条、表单内容 %d 处（只存摘要 %d 处，已删除 %d 处）、存证点 %d 个\n",
		r.Files, r.Cases, r.Rows, r.Answers, r.Withheld, r.Erased, r.Checkpoints)
	fmt.Printf("%d files, %d cases, %d rows, %d answers (%d withheld, %d erased), %d checkpoints\n签名公钥 signed with the key %s\n",
		r.Files, r.Cases, r.Rows, r.Answers, r.Withheld, r.Erased, r.Checkpoints, r.Key)
	for _, what := range r.Findings {
		fmt.Println(what)
	}
	if len(r.Findings) > 0 {
		return fmt.Errorf("案卷与成卷时不一致，见上列 %d 处 / %[1]d findings: the archive is not as it was made", len(r.Findings))
	}
	fmt.Println("案卷完整，与成卷时一致 / the archive is whole")
	return nil
}
