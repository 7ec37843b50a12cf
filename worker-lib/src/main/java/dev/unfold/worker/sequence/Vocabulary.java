package dev.unfold.worker.sequence;

import dev.unfold.worker.sequence.subword.Detokenizer;
import dev.unfold.worker.sequence.subword.SubwordEncoder;
import dev.unfold.worker.sequence.subword.SubwordModel;
import dev.unfold.worker.settings.corpus.VocabularySettings;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The known tokens and their ids: id 0 is {@code <unk>}, which represents every unknown token; with
 * documents, id 1 is the boundary {@code <doc>} between them; the other tokens follow, most
 * frequent first.
 *
 * <p>Text cannot contain a boundary: the word {@code <doc>} is unknown, with or without documents.
 * The word {@code <unk>} is the unknown token.
 *
 * <p>If tokens are subwords, they follow in the order of their model, and no text has an unknown
 * token.
 */
public final class Vocabulary implements Serializable {
  /** The token of id 0. */
  public static final String UNKNOWN = "<unk>";

  /** The token that ends every line if words are tokens and lines are not documents. */
  public static final String LINE_END = "<eos>";

  /** The token of id 1 if there are documents. */
  public static final String BOUNDARY = "<doc>";

  /**
   * The token of a missing value, in vocabularies that have one; a text like it is a missing value,
   * too.
   */
  public static final String MISSING = "<missing>";

  /** The id of every unknown token. */
  public static final int UNKNOWN_ID = 0;

  /** The id of the boundary, if there is one. */
  public static final int BOUNDARY_ID = 1;

  /** The maximum length of a token, in UTF-8 bytes. */
  public static final int MAX_TOKEN_BYTES = 65_536;

  private static final long serialVersionUID = 1L;

  private final String[] tokens;
  private final boolean withBoundary;
  private final Map<String, Integer> ids;

  /** The id of each code point, up to the highest known code point. */
  private final int[] codePointIds;

  /** The model of subwords; null if tokens are characters or words. */
  private final SubwordModel subwords;

  private Vocabulary(
      String[] tokens, boolean withBoundary, Map<String, Integer> ids, SubwordModel subwords) {
    this.tokens = tokens;
    this.withBoundary = withBoundary;
    this.ids = ids;
    this.subwords = subwords;
    codePointIds = codePointIds(tokens);
  }

  /**
   * Returns a vocabulary of these tokens, in this order, after the special tokens.
   *
   * @throws IllegalArgumentException if a token is empty, too long, special, not Unicode, or occurs
   *     twice
   */
  public static Vocabulary of(List<String> tokens, boolean withBoundary) {
    return of(tokens, withBoundary, null);
  }

  /**
   * Returns a vocabulary of subwords, in the order of their numbers, after the special tokens.
   *
   * @throws IllegalArgumentException if a subword is special
   */
  public static Vocabulary of(SubwordModel subwords, boolean withBoundary) {
    return of(subwords.pieces(), withBoundary, subwords);
  }

  private static Vocabulary of(List<String> tokens, boolean withBoundary, SubwordModel subwords) {
    List<String> all = new ArrayList<>(tokens.size() + 2);
    all.add(UNKNOWN);
    if (withBoundary) {
      all.add(BOUNDARY);
    }
    Map<String, Integer> ids = new HashMap<>();
    ids.put(UNKNOWN, UNKNOWN_ID);
    for (String token : tokens) {
      requireToken(token);
      if (ids.putIfAbsent(token, all.size()) != null) {
        throw new IllegalArgumentException("token \"" + token + "\" occurs twice");
      }
      all.add(token);
    }
    return new Vocabulary(all.toArray(String[]::new), withBoundary, ids, subwords);
  }

  /** Returns the vocabulary of a training text. Special tokens in {@code counts} are ignored. */
  public static Vocabulary of(
      Collection<TokenCount> counts, VocabularySettings settings, boolean withBoundary) {
    List<String> known =
        counts.stream()
            .filter(entry -> entry.count() >= settings.minCount() && !isSpecial(entry.token()))
            .sorted()
            .limit(room(settings, withBoundary))
            .map(TokenCount::token)
            .toList();
    return of(known, withBoundary);
  }

  /** Returns this vocabulary, extended by the tokens of another one that it does not have. */
  public Vocabulary extendedBy(Vocabulary other) {
    List<String> all = new ArrayList<>(textTokens());
    other.textTokens().stream().filter(token -> !ids.containsKey(token)).forEach(all::add);
    return of(all, withBoundary);
  }

  private List<String> textTokens() {
    return Arrays.asList(tokens).subList(firstTextId(), tokens.length);
  }

  /** Returns the tokens before those of text: the unknown token and the boundary, if any. */
  public List<String> specialTokens() {
    return List.of(tokens).subList(0, firstTextId());
  }

  /** Returns the id of the first token of text, which follows the special tokens. */
  public int firstTextId() {
    return withBoundary ? 2 : 1;
  }

  /** Returns the model of the subwords, if tokens are subwords. */
  public Optional<SubwordModel> subwords() {
    return Optional.ofNullable(subwords);
  }

  /** Returns a new encoder of words, if tokens are subwords. */
  public Optional<SubwordEncoder> subwordEncoder() {
    return subwords().map(model -> new SubwordEncoder(model, firstTextId()));
  }

  /** Returns the number of tokens that the settings allow besides the special ones. */
  public static long room(VocabularySettings settings, boolean withBoundary) {
    int special = withBoundary ? 2 : 1;
    return settings.size() == 0 ? Integer.MAX_VALUE - special : settings.size() - special;
  }

  /** Returns whether a token is reserved, so that text cannot add it to a vocabulary. */
  public static boolean isSpecial(String token) {
    return token.equals(UNKNOWN) || token.equals(BOUNDARY);
  }

  /** Returns V, the number of tokens including the special ones. */
  public int size() {
    return tokens.length;
  }

  /** Returns the text of a token, or the name of a special token. */
  public String token(int id) {
    return tokens[id];
  }

  /** Returns the id of a token of text; {@link #UNKNOWN_ID} if it is unknown. */
  public int id(String token) {
    return ids.getOrDefault(token, UNKNOWN_ID);
  }

  /**
   * Returns the id of the token that a user names, if there is one: by its text, as {@code
   * vocabulary.txt} has it; a special token by its name; a subword by its text or, such as a part
   * of a character, as {@code tokenizer.json} has it.
   */
  public OptionalInt named(String name) {
    if (name.equals(BOUNDARY)) {
      return boundary();
    }
    int byText = subwords == null ? UNKNOWN_ID : id(SubwordModel.written(name));
    int id = byText == UNKNOWN_ID ? id(name) : byText;
    return id == UNKNOWN_ID && !name.equals(UNKNOWN) ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** Returns the ids of tokens, or those of the subwords of words that subwords do not cross. */
  public int[] ids(List<String> texts) {
    return texts.stream()
        .flatMapToInt(
            text ->
                subwords == null
                    ? IntStream.of(id(text))
                    : IntStream.of(subwords.cut(text)).map(piece -> firstTextId() + piece))
        .toArray();
  }

  /**
   * Returns the text of tokens, in which special tokens of a vocabulary of subwords are left out.
   *
   * @param separator what is between two tokens that are no subwords
   */
  public String text(int[] sequence, String separator) {
    if (subwords == null) {
      return IntStream.of(sequence).mapToObj(this::token).collect(Collectors.joining(separator));
    }
    Detokenizer detokenizer = new Detokenizer(subwords);
    StringBuilder text = new StringBuilder();
    for (int id : sequence) {
      text.append(id < firstTextId() ? "" : detokenizer.next(id - firstTextId()));
    }
    return text.append(detokenizer.end()).toString();
  }

  /** Returns the text of tokens by their names, which of a vocabulary of subwords are its own. */
  public String text(List<String> sequence, String separator) {
    return subwords == null
        ? String.join(separator, sequence)
        : text(sequence.stream().mapToInt(this::id).toArray(), separator);
  }

  /** Returns the id of the token that consists of this code point. */
  public int id(int codePoint) {
    return codePoint < codePointIds.length ? codePointIds[codePoint] : UNKNOWN_ID;
  }

  /** Returns the id of the boundary between documents, if there are documents. */
  public OptionalInt boundary() {
    return withBoundary ? OptionalInt.of(BOUNDARY_ID) : OptionalInt.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary that
        && Arrays.equals(tokens, that.tokens)
        && Objects.equals(subwords, that.subwords);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(tokens);
  }

  @Override
  public String toString() {
    return "vocabulary of " + size() + " tokens";
  }

  private static void requireToken(String token) {
    if (token.isEmpty() || isSpecial(token)) {
      throw new IllegalArgumentException("\"" + token + "\" cannot be a token of text");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(token)) {
      throw new IllegalArgumentException("a token with half a surrogate pair: " + token);
    }
    if (token.length() > MAX_TOKEN_BYTES / 4
        && token.getBytes(StandardCharsets.UTF_8).length > MAX_TOKEN_BYTES) {
      throw new IllegalArgumentException(
          "a token longer than " + MAX_TOKEN_BYTES + " bytes: " + token.substring(0, 40) + "…");
    }
  }

  private static int[] codePointIds(String[] tokens) {
    int highest = -1;
    for (String token : tokens) {
      if (isOneCodePoint(token)) {
        highest = Math.max(highest, token.codePointAt(0));
      }
    }
    int[] ids = new int[highest + 1];
    for (int id = 0; id < tokens.length; id++) {
      if (isOneCodePoint(tokens[id])) {
        ids[tokens[id].codePointAt(0)] = id;
      }
    }
    return ids;
  }

  private static boolean isOneCodePoint(String token) {
    return token.length() <= 2 && token.codePointCount(0, token.length()) == 1;
  }
}
