package client

import (
	"encoding/json"
	"reflect"
	"testing"
)

// What is taken apart without encoding/json is what encoding/json makes of it.
func TestAPlainSubscribeFrameIsWhatJSONSaysItIs(t *testing.T) {
	for message, plain := range map[string]bool{
		`{"type":"subscribe","topic":"session/1"}`:                             true,
		`{"type":"subscribe","topic":"session/1","since":0}`:                   true,
		`{"type":"subscribe","topic":"session/0190-ab","since":120}`:           true,
		`{"type":"subscribe","topic":"list/a.b_c","since":999999999999999999}`: true,
		`{"type":"subscribe","topic":"list/1","since":9223372036854775807}`:    false,
		`{"type":"subscribe","topic":"list/1","since":99999999999999999999}`:   false,
		`{"type":"subscribe","topic":"list/1","since":01}`:                     false,
		`{"type":"subscribe","topic":"list/1","since":-1}`:                     false,
		`{"type":"subscribe","topic":"list/1","since":1.5}`:                    false,
		`{"type":"subscribe","topic":"list/1","since":1e3}`:                    false,
		`{"type":"subscribe","topic":"list/1","since":}`:                       false,
		`{"type":"subscribe","topic":"list/1","since":null}`:                   false,
		`{"type":"subscribe","topic":"list/1","since":1,"since":2}`:            false,
		`{"type":"subscribe","topic":"list/1","since":1}}`:                     false,
		`{"type":"subscribe","topic":"list/1","since":1} `:                     false,
		`{"type":"subscribe","topic":"list/1","key":"k"}`:                      false,
		`{"type":"subscribe","topic":"list/1","type":"ping"}`:                  false,
		`{"type":"subscribe","topic":"list\/1"}`:                               false,
		`{"type":"subscribe","topic":"list/\u0031"}`:                           false,
		`{"type":"subscribe","topic":""}`:                                      false,
		`{"type":"subscribe","topic":"`:                                        false,
		`{"type":"subscribe","topic":"list/1"`:                                 false,
		`{"type":"subscribe","topic":"list/1"} `:                               false,
		`{"topic":"list/1","type":"subscribe"}`:                                false,
		`{"type":"unsubscribe","topic":"list/1"}`:                              false,
		``: false,
		"{\"type\":\"subscribe\",\"topic\":\"list/\xff\"}":                          false,
		`{"type":"subscribe","topic":"list/1","since":` + "\u0661" + `}`:            false,
		`{"type":"subscribe","topic":"list/1","since":000000000000000000000000001}`: false,
	} {
		checkPlain(t, message, plain)
	}
}

func checkPlain(t *testing.T, message string, plain bool) {
	t.Helper()
	f, ok := plainSubscribe([]byte(message))
	if ok != plain {
		t.Errorf("%s: plain is %v", message, ok)
	}
	if !ok {
		return
	}
	var want incoming
	if err := json.Unmarshal([]byte(message), &want); err != nil || !reflect.DeepEqual(f, want) {
		t.Errorf("%s: got %+v, and JSON says %+v (%v)", message, f, want, err)
	}
}

func FuzzPlain(f *testing.F) {
	f.Add(`"session/1","since":17}`)
	f.Add(`"a"}`)
	f.Fuzz(func(t *testing.T, rest string) {
		message := `{"type":"subscribe","topic":` + rest
		_, ok := plainSubscribe([]byte(message))
		checkPlain(t, message, ok)
	})
}
