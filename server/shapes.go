package server

// Page is one page of a list.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"pass it back as ?cursor= for the next page; absent on the last one"`
}

// nothing is an input or an output without anything.
type nothing struct{}

// reply is a good answer with a body.
type reply[T any] struct{ Body T }

// of wraps what a use case returned.
func of[T any](body T, err error) (*reply[T], error) {
	if err != nil {
		return nil, err
	}
	return &reply[T]{Body: body}, nil
}

// done is the answer without a body.
func done(err error) (*nothing, error) {
	if err != nil {
		return nil, err
	}
	return &nothing{}, nil
}

// pageOf wraps a whole list: it has no next page.
func pageOf[T any](items []T, err error) (*reply[Page[T]], error) {
	return of(Page[T]{Items: items}, err)
}

// ByID is the input of routes with one thing.
type ByID struct {
	ID string `path:"id" maxLength:"64"`
}

// with is the input of routes with a body and nothing else.
type with[T any] struct{ Body T }

// byIDWith is the input of routes with one thing and a body.
type byIDWith[T any] struct {
	ByID
	Body T
}
