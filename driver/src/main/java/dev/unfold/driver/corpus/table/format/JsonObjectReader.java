package dev.unfold.driver.corpus.table.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads a JSON object: text as {@code String}, whole numbers as {@code Long} or {@code BigInteger},
 * other numbers as {@code Double}, or as {@code BigDecimal} if they exceed its precision or range,
 * and lists and objects of these. NaN and the infinities, which JSON does not have, are accepted
 * because other programs write them.
 */
final class JsonObjectReader {
  /** The maximum length of a number whose digits {@code double} always preserves. */
  private static final int EXACT_LENGTH = 15;

  /** The part of Jackson's messages that quotes the line, which our messages quote themselves. */
  private static final Pattern SOURCE = Pattern.compile(" \\([^(]*\\[Source: .*\\]\\)");

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  /** Thrown for a text that is not a JSON object. */
  static final class NoObjectException extends Exception {
    private static final long serialVersionUID = 1L;

    NoObjectException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private JsonObjectReader() {}

  /**
   * Reads a text that is one object.
   *
   * @throws NoObjectException if it is not, with the reason
   */
  static Map<String, Object> object(String text) throws NoObjectException {
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw refused("expected an object in each line, found " + found(json.currentToken()));
      }
      Map<String, Object> object = object(json);
      if (json.nextToken() != null) {
        throw refused("expected one object, found more after it");
      }
      return object;
    } catch (JsonProcessingException e) {
      throw new NoObjectException(message(e), e);
    } catch (IOException e) {
      throw new NoObjectException(e.getMessage(), e);
    }
  }

  /** Returns the message of the parser without the source, which our messages contain. */
  private static String message(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    int end = message.indexOf('\n');
    String line = SOURCE.matcher(end < 0 ? message : message.substring(0, end)).replaceAll("");
    return e.getLocation() == null ? line : line + ", at column " + e.getLocation().getColumnNr();
  }

  private static String found(JsonToken token) {
    return switch (token == null ? JsonToken.NOT_AVAILABLE : token) {
      case START_ARRAY -> "a list (if the file is one list, convert it, as with jq -c '.[]')";
      case NOT_AVAILABLE -> "nothing";
      default -> "a single value";
    };
  }

  private static NoObjectException refused(String message) {
    return new NoObjectException(message, null);
  }

  private static Map<String, Object> object(JsonParser json) throws IOException, NoObjectException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = checked(json.currentName());
      if (object.containsKey(name)) {
        throw refused("expected each key once, found " + name + " twice");
      }
      json.nextToken();
      object.put(name, value(json));
    }
    return object;
  }

  private static List<Object> list(JsonParser json) throws IOException, NoObjectException {
    List<Object> list = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(json));
    }
    return list;
  }

  private static Object value(JsonParser json) throws IOException, NoObjectException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> list(json);
      case VALUE_STRING -> checked(json.getText());
      case VALUE_NUMBER_INT ->
          json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? json.getBigIntegerValue()
              : json.getLongValue();
      case VALUE_NUMBER_FLOAT -> number(json);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Object number(JsonParser json) throws IOException {
    double number = json.getDoubleValue();
    if (json.getTextLength() <= EXACT_LENGTH && Double.isFinite(number)) {
      return number;
    }
    if (!Character.isDigit(json.getText().charAt(json.getTextLength() - 1))) {
      return number; // NaN or an infinity
    }
    BigDecimal exact = json.getDecimalValue();
    boolean same = Double.isFinite(number) && BigDecimal.valueOf(number).compareTo(exact) == 0;
    return same ? number : exact;
  }

  /**
   * Requires complete surrogate pairs; half a pair can come from an escape, but cannot be written
   * as UTF-8.
   */
  private static String checked(String text) throws NoObjectException {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean pair =
            i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
        if (!pair) {
          throw refused("expected Unicode text, found half a surrogate pair");
        }
        i++;
      }
    }
    return text;
  }
}
