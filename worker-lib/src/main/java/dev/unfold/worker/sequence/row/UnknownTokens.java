package dev.unfold.worker.sequence.row;

import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.example.FieldSchema;
import dev.unfold.worker.sequence.example.FieldSequence;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Counts the tokens that a vocabulary does not have. */
public final class UnknownTokens {
  private UnknownTokens() {}

  /** Returns the number of tokens of a field that are not in its vocabulary. */
  public static long count(FieldSequence field, FieldSchema schema) {
    if (field instanceof FieldSequence.Parts parts && schema instanceof FieldSchema.Parts schemas) {
      return IntStream.range(0, parts.parts().size())
          .mapToLong(i -> count(parts.parts().get(i), schemas.parts().get(i)))
          .sum();
    }
    if (!(schema instanceof FieldSchema.Tokens)) {
      return 0;
    }
    if (field instanceof FieldSequence.Ids ids) {
      return count(ids.ids());
    }
    return Arrays.stream(((FieldSequence.IdSets) field).sets())
        .mapToLong(UnknownTokens::count)
        .sum();
  }

  private static long count(int[] ids) {
    return Arrays.stream(ids).filter(id -> id == Vocabulary.UNKNOWN_ID).count();
  }
}
