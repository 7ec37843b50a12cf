package dev.unfold.driver.prediction.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.worker.sequence.example.Example;
import dev.unfold.worker.sequence.example.FieldSequence;
import dev.unfold.worker.sequence.row.PredictionRow;
import dev.unfold.worker.settings.corpus.SequenceSettings;
import dev.unfold.worker.settings.corpus.SequenceSettings.WindowSettings;
import java.io.File;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.collection.JavaConverters;

class SequencePartsTest {
  private static final int IN_MEMORY = 3;

  @RegisterExtension static final LocalSpark SPARK = new LocalSpark();

  /** Starts Spark, in whose folder the temporary files are. */
  @BeforeAll
  static void start() {
    SPARK.context();
  }

  private static SequenceSettings by(double gap) {
    return new SequenceSettings(List.of("who"), List.of("when"), gap, new WindowSettings(0, 1));
  }

  /** Returns a row of a sequence at a time, with its time as its input if it has one. */
  private static SequenceRow row(int who, double when, boolean isStep) {
    long bits = Double.doubleToLongBits(when);
    ByteBuffer position = ByteBuffer.allocate(Integer.BYTES + 1 + 3 * Long.BYTES);
    position.putInt(1).put((byte) who);
    position.putLong(bits ^ Long.MIN_VALUE).putLong(Long.MIN_VALUE).putLong(Long.MIN_VALUE);
    PredictionRow read =
        new PredictionRow(
            "row " + when, List.of(), position.array(), Arrays.asList(who, when, null));
    FieldSequence input = new FieldSequence.Ids(new int[] {(int) when});
    return SequenceRow.of(
        read,
        isStep
            ? Optional.of(new Example(input, new FieldSequence.Ids(new int[0])))
            : Optional.empty());
  }

  /** Returns steps of a sequence at the times from 1. */
  private static List<SequenceRow> steps(int who, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(when -> row(who, when, true)).toList();
  }

  /** Returns a line for each part: which of its steps are new, the ids of its fields, its ends. */
  private static List<String> parts(List<SequenceRow> rows, double gap, PartSize size) {
    List<String> described = new ArrayList<>();
    Iterator<SequencePart> parts = new SequenceParts(rows.iterator(), by(gap), size, IN_MEMORY);
    while (parts.hasNext()) {
      SequencePart part = parts.next();
      List<String> written = new ArrayList<>();
      part.rows()
          .rows()
          .forEachRemaining(
              row ->
                  written.add(((Double) row.values()[1]).intValue() + (row.isStep() ? "" : "-")));
      assertThat(part.rows().size()).isEqualTo(written.size());
      String ids =
          part.steps()
              .map(
                  steps ->
                      Arrays.stream(((FieldSequence.Ids) steps.fields().input()).ids())
                          .mapToObj(String::valueOf)
                          .collect(Collectors.joining(" ")))
              .orElse("none");
      described.add(
          (part.first() ? "[" : "(")
              + String.join(" ", written)
              + (part.last() ? "]" : ")")
              + " of "
              + ids);
    }
    return described;
  }

  @Test
  void aSequenceIsCutWhereAnotherStepFollows() {
    List<SequenceRow> rows = new ArrayList<>(steps(1, 4));
    rows.addAll(steps(2, 5));
    assertThat(parts(rows, 0, PartSize.of(4)))
        .containsExactly("[1 2 3 4] of 1 2 3 4", "[1 2 3 4) of 1 2 3 4", "(5] of 5");
    assertThat(parts(rows, 0, PartSize.whole()))
        .containsExactly("[1 2 3 4] of 1 2 3 4", "[1 2 3 4 5] of 1 2 3 4 5");
  }

  @Test
  void partsMayBeginWithStepsOfThePartBefore() {
    assertThat(parts(steps(1, 9), 0, new PartSize(5, 3)))
        .containsExactly("[1 2 3 4 5) of 1 2 3 4 5", "(6 7) of 3 4 5 6 7", "(8 9] of 5 6 7 8 9");
  }

  @Test
  void rowsWithoutAnInputFollowTheirStepAndDoNotCount() {
    List<SequenceRow> rows =
        List.of(
            row(1, 1, false),
            row(1, 2, true),
            row(1, 3, true),
            row(1, 4, false),
            row(1, 5, true),
            row(1, 6, false),
            row(2, 1, false));
    assertThat(parts(rows, 0, PartSize.of(2)))
        .containsExactly("[1- 2 3 4-) of 2 3", "(5 6-] of 5", "[1-] of none");
  }

  @Test
  void aGapIsMeasuredFromTheLastStepOfThePartBefore() {
    List<SequenceRow> rows =
        List.of(
            row(1, 1, true),
            row(1, 2, true),
            row(1, 11, false),
            row(1, 12, true),
            row(1, 23, true),
            row(1, 24, true));
    assertThat(parts(rows, 10, PartSize.of(2)))
        .containsExactly("[1 2 11-) of 1 2", "(12] of 12", "[23 24] of 23 24");
  }

  @Test
  void windowsAreCompleteInTheirParts() {
    WindowSettings windows = new WindowSettings(6, 2);
    PartSize size = PartSize.ofWindows(windows, 20);
    assertThat(size).isEqualTo(new PartSize(10, 4));
    assertThat(PartSize.ofWindows(windows, 5)).isEqualTo(new PartSize(6, 4));
    for (int steps = 1; steps < 40; steps++) {
      List<String> ofParts = new ArrayList<>();
      Iterator<SequencePart> parts =
          new SequenceParts(steps(1, steps).iterator(), by(0), size, IN_MEMORY);
      parts.forEachRemaining(part -> ofParts.addAll(windows(part, windows)));
      assertThat(ofParts)
          .isEqualTo(
              windows(
                  new SequenceParts(steps(1, steps).iterator(), by(0), PartSize.whole(), IN_MEMORY)
                      .next(),
                  windows));
    }
  }

  private static List<String> windows(SequencePart part, WindowSettings settings) {
    return part.steps().orElseThrow().windows(settings).stream()
        .map(window -> window.fields().input() + " after " + window.repeated())
        .toList();
  }

  @Test
  void rowsAreInAFileUntilTheyAreRead() {
    File folder = SparkEnv.get().blockManager().diskBlockManager().localDirs()[0];
    long before = files(folder);
    RowSpool spool = new RowSpool(IN_MEMORY);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      rows.add(new Object[] {i, "text " + i, i % 2 == 0 ? null : i / 8.0});
      spool.add(new StepRow(rows.get(i), i % 3 == 0));
    }
    spool.complete();
    assertThat(files(folder)).isEqualTo(before + 1);

    Iterator<StepRow> read = spool.rows();
    for (int i = 0; i < 1000; i++) {
      StepRow row = read.next();
      assertThat(row.values()).isEqualTo(rows.get(i));
      assertThat(row.isStep()).isEqualTo(i % 3 == 0);
    }
    assertThat(read.hasNext()).isFalse();
    assertThat(files(folder)).isEqualTo(before);
    assertThatThrownBy(read::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void largeRowsAreInAFileHoweverFewTheyAre() {
    File folder = SparkEnv.get().blockManager().diskBlockManager().localDirs()[0];
    long before = files(folder);
    RowSpool spool = new RowSpool(1000);
    for (int i = 0; i < 40; i++) {
      spool.add(new StepRow(new Object[] {i, List.of("x".repeat(1 << 20))}, true));
    }
    spool.complete();
    assertThat(files(folder)).isEqualTo(before + 1);
    assertThat(spool.bytesInMemory()).isBetween(32L << 20, 36L << 20);
    Iterator<StepRow> read = spool.rows();
    for (int i = 0; i < 40; i++) {
      assertThat(read.next().values()[0]).isEqualTo(i);
    }
    assertThat(files(folder)).isEqualTo(before);
    assertThat(spool.bytesInMemory()).isZero();
  }

  @Test
  void theSizeOfARowIsThatOfItsValues() {
    List<Object> values =
        List.of(
            "x".repeat(1000),
            new byte[2000],
            new Object[] {"y".repeat(500), 1L},
            List.of(List.of(new byte[3000])),
            RowFactory.create(new byte[4000], null),
            Map.of("k", new byte[5000]),
            JavaConverters.asScalaBuffer(List.of(new byte[6000])));
    assertThat(RowBytes.of(values)).isBetween(23_000L, 24_000L);
    assertThat(RowBytes.of(Arrays.asList(1L, null, 0.5, true))).isLessThan(150);
  }

  @Test
  void aRowThatWasReadIsNotKept() {
    RowSpool spool = new RowSpool(IN_MEMORY);
    List<WeakReference<Object[]>> rows = new ArrayList<>();
    for (int i = 0; i < IN_MEMORY + 2; i++) {
      Object[] values = {"text " + i};
      spool.add(new StepRow(values, true));
      rows.add(new WeakReference<>(values));
    }
    spool.complete();
    Iterator<StepRow> read = spool.rows();
    read.next();
    assertThat(kept(rows)).isEqualTo(IN_MEMORY - 1);
    read.forEachRemaining(row -> assertThat(row.isStep()).isTrue());
    assertThat(kept(rows)).isZero();

    RowSpool unread = new RowSpool(IN_MEMORY);
    Object[] values = {"text"};
    unread.add(new StepRow(values, true));
    rows.set(0, new WeakReference<>(values));
    values = null;
    unread.complete();
    assertThat(kept(rows)).isEqualTo(1);
    unread.close();
    assertThat(kept(rows)).isZero();
    assertThat(unread.size()).isEqualTo(1);
    assertThat(spool.size()).isEqualTo(IN_MEMORY + 2);
  }

  private static long kept(List<WeakReference<Object[]>> rows) {
    System.gc();
    return rows.stream().filter(row -> row.get() != null).count();
  }

  private static long files(File folder) {
    long count = 0;
    for (File file : folder.listFiles()) {
      count += file.isDirectory() ? files(file) : file.getName().startsWith("temp_local") ? 1 : 0;
    }
    return count;
  }
}
