/// The program's version, after semver.org: what scripts, answers and stores rely on is its surface.
///
/// The only place where it stands; packages and the manual page read it from here.
enum Version {
  static let number = "1.0.0"
}
