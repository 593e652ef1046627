/// Names of numbers that several protocols print: ether types, IP protocols, address families, makers. What one protocol
/// alone names stands in its own file.
enum Names {}
