package dev.unfold.worker.network.crf;

/** The scheme of tags, which says which of them may follow each other. */
public enum TagScheme {
  /** Each tag may follow each. */
  NONE,
  /**
   * O, B and I: I follows B or I of its type (Ramshaw and Marcus 1995, with B at the start of every
   * phrase).
   */
  BIO,
  /** O, B, I, E and S: B and I are followed by I or E of their type, and E and S end a phrase. */
  BIOES
}
