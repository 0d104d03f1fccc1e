package main

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// exactly decodes base64 in the one spelling its bytes have: without idle bits, and without line breaks, which Go skips.
func exactly(encoding *base64.Encoding, text string) []byte {
	raw := must(encoding.DecodeString(text))
	require(encoding.EncodeToString(raw) == text, "base64 in a spelling of its own")
	return raw
}

func hash(text string) tlog.Hash {
	raw := exactly(base64.StdEncoding, text)
	require(len(raw) == tlog.HashSize, "a hash of another length")
	return must(tlog.ParseHash(text))
}

func number(text string) int64 {
	n := must(strconv.ParseInt(text, 10, 64))
	require(n >= 0 && strconv.FormatInt(n, 10) == text, "a number in a spelling of its own")
	return n
}

// quoted is text as canonical JSON (RFC 8785) writes it; Go's own encoder escapes more than that.
func quoted(text string) string {
	return `"` + escapes.Replace(text) + `"`
}

var escapes = func() *strings.Replacer {
	pairs := []string{`"`, `\"`, `\`, `\\`, "\b", `\b`, "\t", `\t`, "\n", `\n`, "\f", `\f`, "\r", `\r`}
	for control := 0; control < 0x20; control++ {
		pairs = append(pairs, string(rune(control)), fmt.Sprintf(`\u%04x`, control))
	}
	return strings.NewReplacer(pairs...)
}()
