import Testing

/// One test at a time: getopt(3) keeps its state in global variables, and so does the time zone.
@Suite(.serialized) struct FrontEndTests {}
