package server

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"partyline/client"
	"partyline/event"
)

// Who is removed while their page has no connection is told so when it comes back: a page whose handshake is refused believes that it is offline.
func TestAPageThatComesBackHearsThatItsPersonWasRemoved(t *testing.T) {
	onShiftAt(t, 1, 1, 1, func(t *testing.T, s *shift) {
		maya := s.boss()
		path, token := maya.running(20)
		cleo := s.party()
		me := cleo.do("POST", "/k/"+token+"/join", map[string]any{"name": "Cleo"}, 200)
		cleo.listen("/ws?as=page")
		cleo.say(client.LeaseFrame{Type: "lease", Key: "l1"})
		lease := cleo.hears("numbers", func(f map[string]any) bool { return f["type"] == "leased" })["lease"].(string)
		cleo.say(client.ApproveFrame{Type: "approve", Key: "a1", Lease: lease, Presses: [][2]int64{{0, 1}, {1, 2}}})
		if ack := cleo.hears("the ack", func(f map[string]any) bool { return f["key"] == "a1" }); ack["mine"] != 2.0 {
			t.Errorf("acknowledged %v", ack)
		}
		cleo.ws.CloseNow()
		maya.do("DELETE", path+"/people/"+me.text("me.id"), nil, 204)

		if look := cleo.do("GET", "/k/"+token, nil, 200); look.field("removed") != true || look.field("approved") != 2.0 || look.field("me") != nil {
			t.Errorf("the link says %s", look.body)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		ws, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(s.base, "http")+"/ws?as=page",
			&websocket.DialOptions{Subprotocols: []string{client.Subprotocol}, HTTPHeader: map[string][]string{"Cookie": {cleo.cookie()}, "Origin": {s.base}}})
		s.must(err)
		defer ws.CloseNow()
		id := strings.TrimPrefix(path, "/campaigns/")
		s.must(ws.Write(ctx, websocket.MessageText, []byte(`{"type":"subscribe","topic":"`+string(event.On(event.FamilyCampaign, id+"/clickers"))+`"}`)))
		if _, b, err := ws.Read(ctx); websocket.CloseStatus(err) != websocket.StatusCode(client.SignedOut) {
			t.Errorf("it hears %s, %v", b, err)
		}
	})
}
