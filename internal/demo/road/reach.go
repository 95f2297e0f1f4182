package road

import (
	"fmt"

	"qinglan/internal/demo/world"
	"qinglan/internal/outbox"
)

// Reaches are the officers who want to be told outside the house too: clerks by
// text message, heads once a day by mail.
func Reaches(w *world.World) {
	clerks := []string{world.Clerk, "330700-city-clerk-1", "330100-city-clerk-1", "330782-county-clerk-1", "330726-county-clerk-1", "330702-county-clerk-1"}
	for i, post := range clerks {
		reach(w, post, outbox.SMS, fmt.Sprintf("199000990%02d", i), outbox.Once)
	}
	for i, post := range []string{world.ProvinceHead, "330700-city-head-1"} {
		reach(w, post, outbox.Mail, fmt.Sprintf("demo-head-%d@example.cn", i+1), outbox.Daily)
	}
}

func reach(w *world.World, post, channel, address, mode string) {
	w.In(func() {
		w.Err = w.App.House.Outbox.Want(w.Ctx, w.Tx, w.As(post).Person, channel, outbox.Wish{Address: address, Mode: mode, From: 21, To: 8, Sure: true}, "")
	})
}
