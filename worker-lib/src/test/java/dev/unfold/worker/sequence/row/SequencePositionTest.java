package dev.unfold.worker.sequence.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unfold.worker.sequence.row.FieldValueParser.BadValueException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequencePositionTest {
  /** Neighbors of the order of rows, from the smallest to the largest of each line. */
  @ParameterizedTest
  @CsvSource({
    "2026-01-31T23:59:59.999999998Z, 2026-01-31T23:59:59.999999999Z, 2026-02-01T00:00:00Z",
    "1500-03-01T00:00:00, 1500-03-01T00:00:00.000000001, 1500-03-01T00:00:00.000000002",
    "9999-12-31T23:59:59.999999998, 9999-12-31T23:59:59.999999999, 253402300800",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00.000000001Z, 0001-01-01T00:00:00.0000001Z",
    "1769904000.000000001, 1769904000.000000002, 1769904000.00000000200000001",
    "-1.7976931348623157E308, -1E308, -1E-400",
    "-0.1, 0, 1E-300",
    "0.1, 0.1000000000000000055511151231257827, 0.10000000000000000555111512312578271"
  })
  void theOrderIsThatOfTheNumbers(String first, String second, String third)
      throws BadValueException {
    assertIncreasing(
        List.of(
            SequencePosition.number(first),
            SequencePosition.number(second),
            SequencePosition.number(third)));
  }

  @Test
  void neighborsOfAllWholeNumbersOf38DigitsAreInOrder() {
    List<BigDecimal> numbers = new ArrayList<>();
    for (int digits = 38; digits >= 0; digits--) {
      BigDecimal power = BigDecimal.TEN.pow(digits);
      numbers.add(power.negate());
      for (int bit = 1; bit <= 3; bit++) {
        numbers.add(power.negate().add(BigDecimal.valueOf(bit)));
      }
    }
    new ArrayList<>(numbers).forEach(number -> numbers.add(number.negate()));
    for (int bit = 0; bit < 126; bit++) {
      BigDecimal power = new BigDecimal(BigInteger.TWO.pow(bit));
      numbers.addAll(List.of(power.subtract(BigDecimal.ONE), power, power.add(BigDecimal.ONE)));
      numbers.add(power.multiply(BigDecimal.valueOf(1.5)).add(BigDecimal.valueOf(0.5)));
    }
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      BigDecimal number = new BigDecimal(new BigInteger(1 + random.nextInt(126), random));
      BigDecimal signed = random.nextBoolean() ? number : number.negate();
      numbers.addAll(List.of(signed, signed.add(BigDecimal.ONE)));
    }
    assertIncreasing(List.copyOf(new TreeSet<>(numbers)));
  }

  @Test
  void aNumberThatIsTheSameHasTheSamePosition() throws BadValueException {
    byte[] position = position(new BigDecimal("1769904000.5"));

    assertThat(position(SequencePosition.number("2026-02-01T00:00:00.500000000Z")))
        .isEqualTo(position(SequencePosition.number(1769904000.5)))
        .isEqualTo(position);
    assertThat(SequencePosition.first(position)).isEqualTo(1769904000.5);
    assertThat(SequencePosition.bytes(position, 1)).isEqualTo(position.length);
    assertThat(position(BigDecimal.ZERO)).isEqualTo(position(SequencePosition.number(-0.0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E309", "-1E999999999"})
  void aNumberThatIsLargerThanAnyDoubleIsRefused(String number) {
    assertThatThrownBy(() -> SequencePosition.number(number))
        .hasMessage(
            "expected a number between -1.7976931348623157E308 and 1.7976931348623157E308, found \""
                + number
                + "\"");
  }

  /** Checkpoints of streams have these bytes: other ones need another version of their states. */
  @Test
  void aPositionHasTheBytesOfTheVersionOfStreamStates() {
    assertThat(HexFormat.ofDelimiter(" ").formatHex(position(new BigDecimal("-0.1"))))
        .isEqualTo(
            "00 00 00 05 00 00 00 01 61 40 46 66 66 66 66 66 65"
                + " bc 59 99 99 99 99 99 9a 47 06 66 66 66 66 66 65");
  }

  private static void assertIncreasing(List<BigDecimal> numbers) {
    for (int i = 1; i < numbers.size(); i++) {
      byte[] before = position(numbers.get(i - 1));
      byte[] next = position(numbers.get(i));
      assertThat(Arrays.compareUnsigned(before, next))
          .as("%s and %s", numbers.get(i - 1), numbers.get(i))
          .isNegative();
    }
  }

  private static byte[] position(BigDecimal number) {
    return SequencePosition.of(List.of("a"), List.of(number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0001-01-01", "1500-03-01", "1582-10-15", "2026-03-29"})
  void aTimeIsTheSameWhateverItsTypeIs(String day) throws BadValueException {
    Timestamp timestamp = Timestamp.valueOf(day + " 00:00:00");
    LocalDateTime local = LocalDateTime.parse(day + "T00:00:00");
    Object instant = local.atZone(ZoneId.systemDefault()).toInstant();

    assertThat(SequencePosition.number(timestamp))
        .isEqualByComparingTo(SequencePosition.number(instant));
    assertThat(TimeValues.of(List.of(timestamp)).values())
        .isEqualTo(TimeValues.of(List.of(instant)).values());
    assertThat(SequencePosition.number(Date.valueOf(day)))
        .isEqualByComparingTo(SequencePosition.number(day))
        .isEqualByComparingTo(SequencePosition.number(local));
  }
}
