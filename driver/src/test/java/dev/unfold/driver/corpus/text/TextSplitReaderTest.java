package dev.unfold.driver.corpus.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.driver.corpus.ReferenceEncoder;
import dev.unfold.driver.corpus.source.SourceFile;
import dev.unfold.driver.corpus.source.SourceFiles;
import dev.unfold.worker.sequence.CorpusException;
import dev.unfold.worker.settings.corpus.CorpusSettings.Document;
import dev.unfold.worker.settings.corpus.CorpusSettings.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class TextSplitReaderTest {
  private static final long[] SPLITS = {1, 2, 3, 7, 1000};
  private static final List<String> PIECES =
      List.of("a", "b ", "é", "中", "\uD83D\uDE00", "\n", "\n\n", "\r\n", "\r", " ", "\u00A0", "\0");

  private static final Configuration CONFIGURATION = new Configuration();

  @TempDir Path directory;

  @Test
  void everySplitSizeGivesTheSameTokensAsTheReference() throws IOException {
    List<List<String>> corpora = new ArrayList<>();
    corpora.add(List.of("", "\uFEFF", "\uFEFFa", "\n", "x\n", "no newline", "\r", "  \n", ""));
    corpora.add(List.of("é", "中\uD83D\uDE00\n", "\uFEFF\uFEFF", "abc", "\n\na"));
    Random random = new Random(7);
    for (int i = 0; i < 20; i++) {
      corpora.add(List.of(randomText(random), randomText(random)));
    }
    for (List<String> files : corpora) {
      assertSplitsAgree(files);
    }
  }

  private void assertSplitsAgree(List<String> files) throws IOException {
    List<SourceFile> sources = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      sources.add(write(i + ".txt", files.get(i).getBytes(UTF_8)));
    }
    for (Unit unit : Unit.values()) {
      for (Document document : Document.values()) {
        List<String> expected = ReferenceEncoder.tokens(files, unit, document);
        for (long splitBytes : SPLITS) {
          assertThat(read(sources, splitBytes, unit, document))
              .as("%s %s, splits of %d bytes, text %s", unit, document, splitBytes, files)
              .isEqualTo(expected);
        }
      }
    }
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(30);
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  @Test
  void linesLongerThanTheBufferStream() throws IOException {
    byte[] text = new byte[2_500_001];
    Arrays.fill(text, (byte) 'x');
    byte[] character = "中".getBytes(UTF_8);
    for (int at = (1 << 20) - 1; at < text.length - 3; at += 1 << 20) {
      System.arraycopy(character, 0, text, at, 3); // across the ends of buffers
    }
    SourceFile file = write("long.txt", text);
    for (Document document : Document.values()) {
      List<String> tokens = read(List.of(file), 1_000_000, Unit.CHAR, document);
      int ends = document == Document.NONE ? 0 : 1;
      assertThat(tokens).hasSize(text.length - 2 * 2 + ends);
      assertThat(tokens.stream().filter("中"::equals)).hasSize(2);
    }
  }

  @Test
  void gzipReadsAsThePlainFileDoes() throws IOException {
    String text = "eins zwei\r\ndrei\n\n\uD83D\uDE00 vier";
    SourceFile file = write("text.gz", TextFixture.gzip(("\uFEFF" + text).getBytes(UTF_8)));
    for (Unit unit : Unit.values()) {
      for (Document document : Document.values()) {
        assertThat(read(List.of(file), 3, unit, document))
            .isEqualTo(ReferenceEncoder.tokens(List.of(text), unit, document));
      }
    }
    SourceFile empty = write("empty.gz", TextFixture.gzip(new byte[0]));
    assertThat(read(List.of(empty), 3, Unit.CHAR, Document.FILE))
        .containsExactly(ReferenceEncoder.EMPTY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ab\u00C3(c              | 2 | 0xC3 0x28
          abcdefgh\u0080          | 8 | 0x80
          a\u00C0\u0080           | 1 | 0xC0
          ab\u00ED\u00A0\u0080    | 2 | 0xED 0xA0
          \u00E0\u0080\u0080      | 0 | 0xE0 0x80
          abc\u00F4\u0090\u0080\u0080 | 3 | 0xF4 0x90
          \u00F5aaa               | 0 | 0xF5
          a\u00E4\u00B8\u00AD\u00AD | 4 | 0xAD
          abc\u00E4\u00B8         | 3 | 0xE4 0xB8, where the file ends
          """)
  void invalidUtf8IsRefusedWhereItIs(String latin, long offset, String bytes) throws IOException {
    byte[] text = latin.getBytes(ISO_8859_1);
    SourceFile plain = write("bad.txt", text);
    SourceFile compressed = write("bad.gz", TextFixture.gzip(text));
    for (long splitBytes : SPLITS) {
      for (Document document : Document.values()) {
        assertThatThrownBy(() -> read(List.of(plain), splitBytes, Unit.CHAR, document))
            .isInstanceOf(CorpusException.class)
            .hasMessage("invalid UTF-8 in %s at byte %d: %s", plain.path(), offset, bytes);
      }
    }
    assertThatThrownBy(() -> read(List.of(compressed), 1, Unit.WORD, Document.NONE))
        .isInstanceOf(CorpusException.class)
        .hasMessage(
            "invalid UTF-8 in %s at byte %d of the decompressed file: %s",
            compressed.path(), offset, bytes);
  }

  @Test
  void aWordThatIsTooLongIsRefusedWhereItBegins() throws IOException {
    byte[] text = ("first " + "é".repeat(32_768) + "\n").getBytes(UTF_8);
    SourceFile longest = write("longest.txt", text);
    assertThatCode(() -> read(List.of(longest), 100, Unit.WORD, Document.NONE))
        .doesNotThrowAnyException();
    SourceFile longer =
        write("longer.txt", ("first " + "é".repeat(32_768) + "x\n").getBytes(UTF_8));
    assertThatThrownBy(() -> read(List.of(longer), 100, Unit.WORD, Document.NONE))
        .isInstanceOf(CorpusException.class)
        .hasMessage("a word longer than 65536 bytes in %s at byte 6", longer.path());
  }

  @Test
  void damagedGzipIsRefused() throws IOException {
    byte[] whole = TextFixture.gzip("some text that is compressed, some text".getBytes(UTF_8));
    byte[] changed = whole.clone();
    changed[whole.length - 5] ^= 1;
    for (byte[] damaged :
        List.of(
            Arrays.copyOf(whole, whole.length - 9),
            Arrays.copyOf(whole, 4),
            changed,
            "plain text".getBytes(UTF_8))) {
      SourceFile file = write("damaged.gz", damaged);
      assertThatThrownBy(() -> read(List.of(file), 1, Unit.CHAR, Document.NONE))
          .isInstanceOf(CorpusException.class)
          .hasMessageStartingWith("cannot decompress " + file.path());
    }
  }

  @Test
  void everyMemberOfAGzipFileIsReadWhereverItStarts() throws IOException {
    byte[] second = TextFixture.gzip("second".getBytes(UTF_8));
    byte[] random = new byte[70_000];
    new Random(3).nextBytes(random);
    StringBuilder text = new StringBuilder();
    for (byte value : random) {
      text.append((char) (' ' + (value & 63)));
    }
    for (int length = 65_450; length < 65_550; length++) {
      byte[] first = stored(text.substring(text.length() - length).getBytes(UTF_8));
      SourceFile file = write("two.gz", concatenate(first, second));
      assertThat(read(List.of(file), 1, Unit.CHAR, Document.NONE)).hasSize(length + 6);
    }
  }

  @Test
  void aDamagedMemberIsNotReadAsTheEnd() throws IOException {
    byte[] first = TextFixture.gzip("first".getBytes(UTF_8));
    byte[] second = TextFixture.gzip("second".getBytes(UTF_8));
    for (int i = 0; i < 4; i++) {
      byte[] damaged = second.clone();
      damaged[i] ^= (byte) 0x80;
      assertDamaged(concatenate(first, damaged));
    }
    for (int length = 1; length < second.length; length++) {
      assertDamaged(concatenate(first, Arrays.copyOf(second, length)));
    }
    assertDamaged(concatenate(first, "not compressed".getBytes(UTF_8)));
    assertDamaged(new byte[0]);
  }

  private void assertDamaged(byte[] content) throws IOException {
    SourceFile file = write("damaged.gz", content);
    assertThatThrownBy(() -> read(List.of(file), 1, Unit.CHAR, Document.NONE))
        .isInstanceOf(CorpusException.class)
        .hasMessageStartingWith("cannot decompress " + file.path() + ": truncated or damaged: ");
  }

  private static byte[] concatenate(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  /** Returns a stored gzip member, so that its size depends only on that of the text. */
  private static byte[] stored(byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out =
        new GZIPOutputStream(compressed) {
          {
            def.setLevel(Deflater.NO_COMPRESSION);
          }
        }) {
      out.write(bytes);
    }
    return compressed.toByteArray();
  }

  @Test
  void aFileThatChangedOrVanishedIsRefused() throws IOException {
    SourceFile file = write("changing.txt", "abc".getBytes(UTF_8));
    Path path = directory.resolve("changing.txt");
    Files.setLastModifiedTime(path, FileTime.fromMillis(file.modified() + 5000));
    assertRefused(file, "changed while it was read: listed with 3 bytes");
    Files.setLastModifiedTime(path, FileTime.fromMillis(file.modified()));
    assertThat(read(List.of(file), 10, Unit.CHAR, Document.NONE)).hasSize(3);
    Files.writeString(path, "abcd");
    assertRefused(file, "changed while it was read");
    Files.delete(path);
    assertRefused(file, "it does not exist");
  }

  private static void assertRefused(SourceFile file, String reason) {
    assertThatThrownBy(() -> read(List.of(file), 10, Unit.CHAR, Document.NONE))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining(file.path())
        .hasMessageContaining(reason);
  }

  private static List<String> read(
      List<SourceFile> files, long splitBytes, Unit unit, Document document) throws IOException {
    List<String> tokens = new ArrayList<>();
    for (List<TextRange> split : TextRange.cut(files, splitBytes)) {
      try (TextSplitReader reader =
          new TextSplitReader(
              split, unit, document, new ReferenceEncoder.Collector(tokens), CONFIGURATION)) {
        boolean more = true;
        while (more) {
          more = reader.advance();
        }
      }
    }
    return tokens;
  }

  private SourceFile write(String name, byte[] bytes) throws IOException {
    Path path = directory.resolve(name);
    Files.write(path, bytes);
    return SourceFiles.list(List.of(path.toString()), CONFIGURATION).get(0);
  }
}
