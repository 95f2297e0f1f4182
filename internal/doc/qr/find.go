package qr

import (
	"cmp"
	"math"
	"slices"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/common"
	"github.com/makiuchi-d/gozxing/qrcode/detector"
)

const (
	modules   = 25  // of a tag: version 2
	between   = 18  // modules from the middle of one eye to that of the next
	mostEyes  = 40  // looked at in one picture: a page has three, and some chance ones
	mostSeen  = 400 // then the picture is no page
	mostTries = 24  // groups of three eyes that are decoded
)

// eyes returns the middles of what looks like the three large squares of a code,
// those first that most rows agree on.
func eyes(bits *gozxing.BitMatrix) []*detector.FinderPattern {
	f := detector.NewFinderPatternFinder(bits, nil)
	runs := make([]int, 0, bits.GetWidth())
	for y := 1; y < bits.GetHeight() && len(f.GetPossibleCenters()) < mostSeen; y += 2 {
		runs = runsOf(bits, y, runs[:0])
		x := 0
		for i, n := range runs {
			x += n
			if i >= 5 && i%2 == 1 { // the fifth of five runs that begin and end dark
				five := [5]int(runs[i-4 : i+1])
				if detector.FinderPatternFinder_foundPatternCross(five[:]) {
					f.HandlePossibleCenter(five[:], y, x)
				}
			}
		}
	}
	all := slices.DeleteFunc(slices.Clone(f.GetPossibleCenters()), func(p *detector.FinderPattern) bool { return p.GetCount() < 2 })
	slices.SortStableFunc(all, func(a, b *detector.FinderPattern) int { return cmp.Compare(b.GetCount(), a.GetCount()) })
	return all[:min(len(all), mostEyes)]
}

// runsOf returns how long a row is light, dark, light and so on from the left;
// the first may be 0.
func runsOf(bits *gozxing.BitMatrix, y int, runs []int) []int {
	dark, n := false, 0
	for x := range bits.GetWidth() {
		if bits.Get(x, y) != dark {
			runs, dark, n = append(runs, n), !dark, 0
		}
		n++
	}
	return append(runs, n)
}

// A triple is three eyes that stand as those of a tag do.
type triple struct {
	low, corner, right *detector.FinderPattern
	odd                float64 // how far it is from a square of 25 modules; 0 is none
}

// pairs returns what may be tags one eye of which is not to be seen, under a pen's
// stroke or a fold: where it would stand on either side of the other two.
func pairs(eyes []*detector.FinderPattern) []triple {
	var out []triple
	for i, a := range eyes {
		for _, b := range eyes[:i] {
			size := (a.GetEstimatedModuleSize() + b.GetEstimatedModuleSize()) / 2
			if uneven(a.GetEstimatedModuleSize(), b.GetEstimatedModuleSize()) > 0.4 {
				continue
			}
			x, y := b.GetX()-a.GetX(), b.GetY()-a.GetY()
			eye := func(x, y float64) *detector.FinderPattern {
				return detector.NewFinderPattern1(a.GetX()+x, a.GetY()+y, size)
			}
			side, diagonal := uneven(math.Hypot(x, y), between*size), uneven(math.Hypot(x, y), math.Sqrt2*between*size)
			if side < 0.3 {
				out = append(out, triple{eye(-y, x), a, b, side}, triple{eye(x+y, y-x), b, a, side},
					triple{b, a, eye(y, -x), side}, triple{a, b, eye(x-y, y+x), side})
			}
			if diagonal < 0.3 {
				out = append(out, triple{a, eye((x+y)/2, (y-x)/2), b, diagonal}, triple{b, eye((x-y)/2, (y+x)/2), a, diagonal})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b triple) int { return cmp.Compare(a.odd, b.odd) })
	return out[:min(len(out), mostTries)]
}

// triples returns what may be tags among eyes, the likeliest first.
func triples(eyes []*detector.FinderPattern) []triple {
	var out []triple
	for i, a := range eyes {
		for j, b := range eyes[:i] {
			if uneven(a.GetEstimatedModuleSize(), b.GetEstimatedModuleSize()) > 0.6 {
				continue
			}
			for _, c := range eyes[:j] {
				if t, ok := tripleOf(a, b, c); ok {
					out = append(out, t)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b triple) int { return cmp.Compare(a.odd, b.odd) })
	return out[:min(len(out), mostTries)]
}

func tripleOf(a, b, c *detector.FinderPattern) (triple, bool) {
	low, corner, right := gozxing.ResultPoint_OrderBestPatterns(a, b, c)
	t := triple{low.(*detector.FinderPattern), corner.(*detector.FinderPattern), right.(*detector.FinderPattern), 0}
	down, along := gozxing.ResultPoint_Distance(low, corner), gozxing.ResultPoint_Distance(corner, right)
	across := gozxing.ResultPoint_Distance(low, right)
	size := (a.GetEstimatedModuleSize() + b.GetEstimatedModuleSize() + c.GetEstimatedModuleSize()) / 3
	sides, angle, count := uneven(down, along), uneven(across, math.Hypot(down, along)), uneven((down+along)/2, between*size)
	t.odd = sides + 2*angle + count
	return t, down > between && sides < 0.3 && angle < 0.15 && count < 0.5
}

// uneven returns by which part of the smaller the larger is larger.
func uneven(a, b float64) float64 { return max(a, b)/min(a, b) - 1 }

// grids samples the modules of what may be a tag: with the small square that
// tells how the paper lies in perspective, then with a guess where its fourth
// corner is, and with that corner a little off.
func grids(bits *gozxing.BitMatrix, c triple) []*gozxing.BitMatrix {
	var out []*gozxing.BitMatrix
	if r, err := detector.NewDetector(bits).ProcessFinderPatternInfo(detector.NewFinderPatternInfo(c.low, c.corner, c.right)); err == nil {
		out = append(out, r.GetBits())
	}
	ux, uy := (c.right.GetX()-c.corner.GetX())/between, (c.right.GetY()-c.corner.GetY())/between
	vx, vy := (c.low.GetX()-c.corner.GetX())/between, (c.low.GetY()-c.corner.GetY())/between
	for _, off := range [][2]float64{{0, 0}, {.7, .7}, {-.7, -.7}, {.7, 0}, {0, .7}, {-.7, 0}, {0, -.7}} {
		along, down := between+off[0], between+off[1]
		t := common.PerspectiveTransform_QuadrilateralToQuadrilateral(
			3.5, 3.5, modules-3.5, 3.5, modules-3.5, modules-3.5, 3.5, modules-3.5,
			c.corner.GetX(), c.corner.GetY(), c.right.GetX(), c.right.GetY(),
			c.corner.GetX()+along*ux+down*vx, c.corner.GetY()+along*uy+down*vy, c.low.GetX(), c.low.GetY())
		if g, err := detector.Detector_sampleGrid(bits, t, modules); err == nil {
			out = append(out, g)
		}
	}
	return out
}
