package dev.unfold.driver.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unfold.driver.corpus.source.HashedFile;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CorpusChangesTest {
  private static final HashedFile A = new HashedFile("file:/a", 10, 1, "aa");
  private static final HashedFile B = new HashedFile("file:/b", 20, 1, "bb");
  private static final HashedFile C = new HashedFile("file:/c", 30, 1, "cc");

  @Test
  void aNewPathIsAddedAndAMissingOneRemoved() {
    CorpusChanges changes = CorpusChanges.between(List.of(A, B), List.of(B, C), Set.of());

    assertThat(changes.added()).containsExactly(C);
    assertThat(changes.old()).containsExactly(B);
    assertThat(changes.removed()).containsExactly(A);
    assertThat(changes.changed()).isEmpty();
    assertThat(changes.describe()).isEqualTo("1 file added, 0 changed, 1 old, 1 removed");
  }

  @Test
  void otherContentIsAChangeAndNewAsAWhole() {
    HashedFile changed = new HashedFile(A.path(), 11, 2, "a2");

    CorpusChanges changes = CorpusChanges.between(List.of(A, B), List.of(changed, B), Set.of());

    assertThat(changes.changed()).containsExactly(changed);
    assertThat(changes.newFiles()).containsExactly(changed);
    assertThat(changes.removed()).isEmpty();
  }

  @Test
  void touchedMovedAndCopiedFilesAreUnchanged() {
    HashedFile touched = new HashedFile(A.path(), A.size(), 99, A.sha256());
    HashedFile moved = new HashedFile("file:/elsewhere/b", B.size(), 7, B.sha256());
    HashedFile copy = new HashedFile("file:/copy-of-a", A.size(), 7, A.sha256());

    CorpusChanges changes =
        CorpusChanges.between(List.of(A, B), List.of(touched, copy, moved), Set.of());

    assertThat(changes.newFiles()).isEmpty();
    assertThat(changes.old()).containsExactly(touched, copy, moved);
    assertThat(changes.removed()).isEmpty();
  }

  @Test
  void aDeferredFileIsNotRemoved() {
    CorpusChanges changes = CorpusChanges.between(List.of(A, B), List.of(B), Set.of(A.path()));

    assertThat(changes.removed()).isEmpty();
    assertThat(changes.old()).containsExactly(B);
  }
}
