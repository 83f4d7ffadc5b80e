package calling

import "time"

// firstShown is the first instant of a day, as it is in the zone, at which clocks show so many minutes after midnight, or
// more. time.Date leaves open which of two instants it means, and may answer one before an hour that is left out.
func firstShown(zone *time.Location, year int, month time.Month, day, minutes int) time.Time {
	wall := time.Date(year, month, day, 0, minutes, 0, 0, time.UTC)
	t := time.Date(year, month, day, 0, minutes, 0, 0, zone)
	start, end := t.ZoneBounds()
	if !start.IsZero() {
		_, before := start.Add(-1).Zone()
		if twin := wall.Add(-time.Duration(before) * time.Second); twin.Before(start) {
			return twin // clocks were put back since, and show it again at t
		}
	}
	_, offset := t.Zone()
	switch shown := t.UTC().Add(time.Duration(offset) * time.Second); {
	case shown.After(wall): // clocks leapt over it at start
		return start.UTC()
	case shown.Before(wall):
		return end.UTC()
	}
	return t.UTC()
}
