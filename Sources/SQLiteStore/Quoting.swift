/// An identifier as SQL writes it.
func quoted(_ name: String) -> String {
  var result = "\""
  for character in name { result += character == "\"" ? "\"\"" : String(character) }
  return result + "\""
}

/// A text as SQL writes it.
func quotedText(_ text: String) -> String {
  var result = "'"
  for character in text { result += character == "'" ? "''" : String(character) }
  return result + "'"
}
