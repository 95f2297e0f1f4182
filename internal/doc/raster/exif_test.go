package raster

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// noted writes into a JPEG that the camera was held so.
func noted(file []byte, order binary.AppendByteOrder, orientation uint16) []byte {
	tiff := []byte("MM\x00*\x00\x00\x00\x08")
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		tiff = []byte("II*\x00\x08\x00\x00\x00")
	}
	tiff = order.AppendUint16(tiff, 2)
	for _, e := range [][2]uint16{{0x0100, 9}, {0x0112, orientation}} {
		tiff = order.AppendUint16(order.AppendUint16(tiff, e[0]), 3)
		tiff = order.AppendUint16(order.AppendUint16(order.AppendUint32(tiff, 1), e[1]), 0)
	}
	body := append([]byte("Exif\x00\x00"), tiff...)
	head := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(body)+2))
	return append(append(head, body...), file[2:]...)
}

// A photograph is shown as it was seen, however the telephone was held.
func TestCameraTurned(t *testing.T) {
	upright := quarters(80, 120)
	for orientation, held := range map[uint16]int{1: 0, 6: 1, 3: 2, 8: 3, 77: 0} {
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			file := noted(jpegOf(t, Turned(upright, held)), order, orientation)
			got, why := pages(t, "image/jpeg", file)
			if len(got) != 1 || why[0] != nil || corners(got[0]) != "rgbk" {
				t.Errorf("%v, %d: shows %v, %v; want rgbk", order, orientation, corners(got[0]), why)
			}
		}
	}
	whole := noted(jpegOf(t, upright), binary.BigEndian, 6)
	for n := range bytes.Index(whole, []byte{0xff, 0xdb}) {
		lies(whole[:n]) // cut anywhere, it does not break
	}
}
