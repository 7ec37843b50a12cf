package dev.unfold.driver.corpus.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.corpus.ReferenceEncoder;
import dev.unfold.driver.execution.LocalSpark;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.sequence.TextSize;
import dev.unfold.worker.sequence.Vocabulary;
import dev.unfold.worker.sequence.subword.SubwordModel;
import dev.unfold.worker.settings.corpus.CorpusSettings;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import dev.unfold.worker.settings.corpus.TokenizerSettings;
import dev.unfold.worker.settings.corpus.VocabularySettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TextCorpusEncoderTest {
  private static final Configuration CONFIGURATION = new Configuration();
  private static final List<String> FILES =
      List.of(
          "the cat\nsat\r\n\non the mat é\n", "", "\uFEFFthe <doc> <unk> \uD83D\uDE00 <eos> cat");

  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark().withKryo();

  @TempDir Path directory;
  private Path text;
  private Path cache;

  @BeforeEach
  void writeText() throws IOException {
    text = directory.resolve("text");
    cache = directory.resolve("cache");
    for (int i = 0; i < FILES.size(); i++) {
      write(text.resolve("part" + i + ".txt"), FILES.get(i));
    }
  }

  @Test
  void everyModeEqualsTheReferenceForAllSplits() throws IOException {
    for (Unit unit : Unit.values()) {
      for (Document document : Document.values()) {
        for (long splitBytes : new long[] {3, 1000}) {
          int size = unit == Unit.SUBWORD ? 280 : 0;
          EncodedTextCorpus corpus = train(splitBytes, settings(unit, document, size, 1));
          assertEqualsReference(corpus, unit, document);
        }
      }
    }
  }

  private void assertEqualsReference(EncodedTextCorpus corpus, Unit unit, Document document)
      throws IOException {
    List<String> reference = ReferenceEncoder.tokens(FILES, unit, document);
    List<String> expected = new ArrayList<>();
    if (document != Document.NONE) {
      expected.add("<doc>");
    }
    for (String token : reference) {
      if (token.equals(ReferenceEncoder.END)) {
        expected.add("<doc>");
      } else if (!token.equals(ReferenceEncoder.EMPTY)) {
        expected.addAll(pieces(token, corpus.vocabulary()));
      }
    }
    int[] ids = ids(corpus);
    Vocabulary vocabulary = corpus.vocabulary();
    assertThat(Arrays.stream(ids).mapToObj(vocabulary::token)).isEqualTo(expected);
    assertThat(corpus.tokens()).isEqualTo(expected.size());
    assertThat(corpus.documents()).isEqualTo(count(reference, ReferenceEncoder.END));
    assertThat(corpus.emptyDocuments()).isEqualTo(count(reference, ReferenceEncoder.EMPTY));
    assertThat(corpus.unknownTokens()).isEqualTo(count(expected, "<unk>"));
    assertThat(corpus.boundary()).isEqualTo(vocabulary.boundary());
    if (document != Document.NONE) {
      assertThat(Arrays.stream(ids).filter(id -> id == 1).count())
          .isEqualTo(corpus.documents() + 1);
    }
    assertThat(corpus.sources()).hasSize(FILES.size());
  }

  /** Returns the tokens of a character or a word. */
  private static List<String> pieces(String word, Vocabulary vocabulary) {
    if (vocabulary.subwords().isEmpty()) {
      return List.of(word.equals("<doc>") ? "<unk>" : word);
    }
    SubwordModel model = vocabulary.subwords().get();
    return Arrays.stream(model.cut(word)).mapToObj(model.pieces()::get).toList();
  }

  @Test
  void theSizeOfTheTextDoesNotDependOnItsTokens() throws IOException {
    long bytes = FILES.stream().mapToLong(file -> file.getBytes(UTF_8).length).sum() - 3;
    for (Unit unit : Unit.values()) {
      EncodedTextCorpus corpus = train(1000, settings(unit, Document.NONE, 280, 1));
      assertThat(corpus.textSize()).isEqualTo(new TextSize(bytes, 18));
      if (unit == Unit.WORD) {
        assertThat(corpus.tokens()).isEqualTo(corpus.textSize().words());
      }
    }
  }

  @Test
  void subwordsOfAFileAreUsed() throws IOException {
    EncodedTextCorpus learned = train(1000, settings(Unit.SUBWORD, Document.LINE, 275, 1));
    Path file = Path.of(learned.folder().substring("file:".length()), "tokenizer.json");
    CorpusSettings given = given(file);
    EncodedTextCorpus same = train(1000, given);
    assertThat(ids(same)).isEqualTo(ids(learned));
    assertThat(same.vocabulary()).isEqualTo(learned.vocabulary());
    assertThat(
            new TextCorpusEncoder(SPARK.context(), cache.toString())
                .encodeExtending(
                    learned.vocabulary(), given.with(List.of(text.toString()), List.of()))
                .vocabulary())
        .isEqualTo(learned.vocabulary());
    Vocabulary other = train(1000, settings(Unit.SUBWORD, Document.LINE, 270, 1)).vocabulary();
    CorpusSettings extended = given.with(List.of(text.toString()), List.of());
    assertThatThrownBy(
            () ->
                new TextCorpusEncoder(SPARK.context(), cache.toString())
                    .encodeExtending(other, extended))
        .hasMessageContaining("expected the subwords of the model of training.parent");
    Path bad = directory.resolve("bad.json");
    write(bad, Files.readString(file).replace("\"normalizer\" : null", "\"normalizer\" : \"x\""));
    assertThatThrownBy(() -> train(1000, given(bad)))
        .isInstanceOf(CorpusException.class)
        .hasMessage("corpus.tokenizer.file: file:" + bad + ": expected no normalizer, found x");
    assertThatThrownBy(() -> train(1000, given(directory.resolve("none.json"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none.json");
  }

  private static CorpusSettings given(Path file) {
    return TextFixture.subwords(
        Document.LINE, new TokenizerSettings(TokenizerSettings.Kind.BPE, file.toString()));
  }

  @Test
  void subwordsDoNotDependOnTheSplits() throws IOException {
    Vocabulary whole = train(1000, settings(Unit.SUBWORD, Document.NONE, 275, 1)).vocabulary();
    assertThat(train(3, settings(Unit.SUBWORD, Document.NONE, 275, 1)).vocabulary())
        .isEqualTo(whole);
    assertThat(whole.size()).isEqualTo(275);
    assertThat(train(3, settings(Unit.SUBWORD, Document.NONE, 275, 3)).vocabulary().size())
        .isEqualTo(261);
  }

  @Test
  void theVocabularyIsCutToSizeOnTheCluster() throws IOException {
    write(text.resolve("more.txt"), "b b a a c c d d d rare");
    for (int size : new int[] {3, 4, 5, 6, 7, 100}) {
      EncodedTextCorpus corpus = train(1000, settings(Unit.WORD, Document.NONE, size, 2));
      List<String> all = List.of("<unk>", "<eos>", "d", "the", "a", "b", "c", "cat");
      assertThat(tokens(corpus.vocabulary()).toList())
          .isEqualTo(all.subList(0, Math.min(size, all.size())));
    }
    assertThatThrownBy(() -> train(1000, settings(Unit.WORD, Document.NONE, 2, 1)))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("gives a vocabulary of 1 tokens");
  }

  @Test
  void idsAreAsWideAsTheVocabularyNeeds() throws IOException {
    Path words = directory.resolve("words.txt");
    for (int size : new int[] {256, 257, 65_536, 65_537}) {
      int count = size + 1000;
      write(
          words, IntStream.range(0, count).mapToObj(i -> "w" + i).collect(Collectors.joining(" ")));
      EncodedTextCorpus corpus =
          new TextCorpusEncoder(SPARK.context(), cache.toString(), 100_000)
              .encodeTraining(
                  List.of(words.toString()), settings(Unit.WORD, Document.NONE, size, 1));
      int width = size <= 256 ? 1 : size <= 65_536 ? 2 : 4;
      assertThat(partBytes(corpus) / (count + 1)).isEqualTo(width);
      int[] ids = ids(corpus);
      assertThat(Arrays.stream(ids).filter(id -> id > 0).count()).isEqualTo(size - 1);
      assertThat(ids[0]).isEqualTo(corpus.vocabulary().id("w0"));
      assertThat(Arrays.stream(ids).max()).hasValue(size - 1);
      assertThat(corpus.unknownTokens()).isEqualTo(count + 1 - (size - 1));
    }
  }

  @Test
  void readsAnyRangeAcrossParts() throws IOException {
    EncodedTextCorpus corpus = shipped(train(3, settings(Unit.CHAR, Document.FILE, 0, 1)));
    assertThatThrownBy(corpus::vocabulary).isInstanceOf(IllegalStateException.class);
    int[] all = ids(corpus);
    try (EncodedTokenSource tokens = corpus.open(CONFIGURATION)) {
      for (int from = 0; from <= all.length; from++) {
        for (int to = from; to <= all.length; to++) {
          int[] some = new int[to - from + 1];
          tokens.read(from, some, 1, to - from);
          assertThat(Arrays.copyOfRange(some, 1, some.length))
              .isEqualTo(Arrays.copyOfRange(all, from, to));
        }
      }
      assertThatThrownBy(() -> tokens.read(all.length - 1, new int[2], 0, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void isReusedWhileUnchangedAndEncodedAgainAfterAnAppend() throws IOException {
    CorpusSettings settings = settings(Unit.CHAR, Document.NONE, 0, 1);
    EncodedTextCorpus first = train(1000, settings);
    List<String> before = snapshot();
    EncodedTextCorpus again = train(1000, settings);
    assertThat(snapshot()).isEqualTo(before);
    assertThat(again.folder()).isEqualTo(first.folder());
    assertThat(again.sha256()).isEqualTo(first.sha256());

    Files.writeString(text.resolve("part0.txt"), "more", StandardOpenOption.APPEND);
    EncodedTextCorpus grown = train(1000, settings);
    assertThat(grown.folder()).isNotEqualTo(first.folder());
    assertThat(grown.sha256()).isNotEqualTo(first.sha256());
    assertThat(grown.tokens()).isEqualTo(first.tokens() + 4);
  }

  @Test
  void theHashDependsOnTheContentOnly() throws IOException {
    CorpusSettings settings = settings(Unit.WORD, Document.LINE, 0, 1);
    EncodedTextCorpus here = train(1000, settings);
    text = directory.resolve("elsewhere");
    cache = directory.resolve("other cache");
    for (int i = 0; i < FILES.size(); i++) {
      write(text.resolve("part" + i + ".txt"), FILES.get(i));
    }
    assertThat(train(1000, settings).sha256()).isEqualTo(here.sha256());
  }

  @Test
  void damageIsEncodedAgainAndNeverRead() throws IOException {
    CorpusSettings settings = settings(Unit.CHAR, Document.NONE, 0, 1);
    EncodedTextCorpus corpus = train(1000, settings);
    Path part = Path.of(corpus.folder().substring("file:".length()), "part-00000.ids");
    byte[] good = Files.readAllBytes(part);
    Files.write(part, Arrays.copyOf(good, good.length - 1));
    assertThatThrownBy(() -> ids(corpus))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("part-00000.ids is damaged or not a file of Unfold");
    assertThat(ids(train(1000, settings))).hasSize((int) corpus.tokens());

    good[5] ^= 1;
    Files.write(part, good);
    assertThatThrownBy(() -> ids(corpus))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "part-00000.ids is damaged or not a file of Unfold: the checksum of the block")
        .hasMessageEndingWith(
            "; delete "
                + corpus.folder()
                + " and start again: the corpus is then encoded again, and a run"
                + " resumes");
  }

  @Test
  void otherTextIsEncodedWithTheVocabularyOfTheTraining() throws IOException {
    Vocabulary vocabulary = train(1000, settings(Unit.CHAR, Document.LINE, 0, 1)).vocabulary();
    Path other = directory.resolve("other.txt");
    write(other, "cat\nzebra");
    TextCorpusEncoder encoder = new TextCorpusEncoder(SPARK.context(), cache.toString());
    EncodedTextCorpus corpus =
        encoder.encode(List.of(other.toString()), Unit.CHAR, Document.LINE, vocabulary);
    assertThat(Arrays.stream(ids(corpus)).mapToObj(vocabulary::token).collect(Collectors.joining()))
        .isEqualTo("<doc>cat<doc><unk>e<unk><unk>a<doc>");
    assertThatThrownBy(
            () -> encoder.encode(List.of(other.toString()), Unit.CHAR, Document.NONE, vocabulary))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void messagesOfTasksReachTheCaller() throws IOException {
    Path bad = directory.resolve("bad.txt");
    Files.write(bad, new byte[] {'a', 'b', (byte) 0xC3, 0x28});
    TextCorpusEncoder encoder = new TextCorpusEncoder(SPARK.context(), cache.toString());
    String message = "invalid UTF-8 in file:" + bad + " at byte 2: 0xC3 0x28";
    assertThatThrownBy(
            () ->
                encoder.encodeTraining(
                    List.of(bad.toString()), settings(Unit.CHAR, Document.NONE, 0, 1)))
        .isInstanceOf(CorpusException.class)
        .hasMessage(message);
    assertThatThrownBy(
            () ->
                encoder.encode(
                    List.of(bad.toString()),
                    Unit.WORD,
                    Document.NONE,
                    Vocabulary.of(List.of("a"), false)))
        .isInstanceOf(CorpusException.class)
        .hasMessage(message);
    assertThat(snapshot()).isEmpty();
  }

  @Test
  void tooLittleTextIsRefused() throws IOException {
    Path tiny = directory.resolve("tiny.txt");
    Vocabulary vocabulary = Vocabulary.of(List.of("a", "b"), false);
    TextCorpusEncoder encoder = new TextCorpusEncoder(SPARK.context(), cache.toString());
    for (String text : List.of("", "a")) {
      write(tiny, text);
      assertThatThrownBy(
              () -> encoder.encode(List.of(tiny.toString()), Unit.CHAR, Document.NONE, vocabulary))
          .isInstanceOf(CorpusException.class)
          .hasMessageContaining("tiny.txt");
    }
  }

  private static EncodedTextCorpus shipped(EncodedTextCorpus corpus) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(corpus);
    }
    assertThat(bytes.size()).isLessThan(2000);
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (EncodedTextCorpus) in.readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException(e);
    }
  }

  private EncodedTextCorpus train(long splitBytes, CorpusSettings settings) throws IOException {
    return new TextCorpusEncoder(SPARK.context(), cache.toString(), splitBytes)
        .encodeTraining(List.of(text.toString()), settings);
  }

  private static CorpusSettings settings(Unit unit, Document document, int size, long minCount) {
    return TextFixture.settings(unit, document, new VocabularySettings(size, minCount));
  }

  private static int[] ids(EncodedTextCorpus corpus) throws IOException {
    return TextFixture.ids(corpus, CONFIGURATION);
  }

  private static Stream<String> tokens(Vocabulary vocabulary) {
    return IntStream.range(0, vocabulary.size()).mapToObj(vocabulary::token);
  }

  private static long count(List<String> tokens, String wanted) {
    return tokens.stream().filter(wanted::equals).count();
  }

  private static long partBytes(EncodedTextCorpus corpus) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(corpus.folder().substring("file:".length())))) {
      return files
          .filter(file -> file.toString().endsWith(".ids"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  /** Returns every file of the cache with its modification time. */
  private List<String> snapshot() throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file + " " + file.toFile().lastModified())
          .sorted()
          .toList();
    }
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content.getBytes(UTF_8));
  }
}
