package raster

import (
	"bytes"
	"encoding/binary"
)

// lies returns by how many quarters to the right the picture of a JPEG lies, as the
// camera that took it says (Exif 2.3, tag 0x0112); 0 if it says nothing.
func lies(file []byte) int {
	for i := 2; i+4 < len(file) && file[i] == 0xff && file[i+1] != 0xda; {
		n := 2 + int(binary.BigEndian.Uint16(file[i+2:]))
		if body := file[i+4 : min(max(i+n, i+4), len(file))]; file[i+1] == 0xe1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
			return turnOf(body[6:])
		}
		i += n
	}
	return 0
}

// turnOf reads the first directory of a TIFF.
func turnOf(tiff []byte) int {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return 0
	}
	entries := tiff[at+2:]
	for range min(int(order.Uint16(tiff[at:])), len(entries)/12) {
		if order.Uint16(entries) == 0x0112 {
			return map[uint16]int{3: 2, 6: 3, 8: 1}[order.Uint16(entries[8:])]
		}
		entries = entries[12:]
	}
	return 0
}
