package forecast

import "math"

// A chance is a stream of chance that begins anew at the same place for every
// forecast (splitmix64), so that a page shows the same figures twice.
type chance uint64

func (c *chance) next() uint64 {
	*c += 0x9e3779b97f4a7c15
	z := uint64(*c)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// unit is uniform in the open interval from 0 to 1.
func (c *chance) unit() float64 { return (float64(c.next()>>11) + 0.5) / (1 << 53) }

// normal is normal with mean 0 and deviation 1 (Box and Muller).
func (c *chance) normal() float64 {
	return math.Sqrt(-2*math.Log(c.unit())) * math.Cos(2*math.Pi*c.unit())
}

// gamma is of scale 1 (Marsaglia and Tsang, 2000).
func (c *chance) gamma(shape float64) float64 {
	if shape < 1 {
		return c.gamma(shape+1) * math.Pow(c.unit(), 1/shape)
	}
	d := shape - 1.0/3
	for {
		x := c.normal()
		v := math.Pow(1+x/math.Sqrt(9*d), 3)
		if v > 0 && math.Log(c.unit()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

func (c *chance) beta(a, b float64) float64 {
	x, y := c.gamma(math.Max(a, 1e-3)), c.gamma(math.Max(b, 1e-3))
	return x / (x + y)
}

// binomial is exact for few and normal for many, where nobody can tell.
func (c *chance) binomial(n int, p float64) (k int) {
	if spread := float64(n) * p * (1 - p); spread > 25 {
		x := math.Round(float64(n)*p + math.Sqrt(spread)*c.normal())
		return int(math.Max(0, math.Min(float64(n), x)))
	}
	for range n {
		if c.unit() < p {
			k++
		}
	}
	return k
}
