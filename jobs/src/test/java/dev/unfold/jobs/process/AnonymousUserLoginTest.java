package dev.unfold.jobs.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnonymousUserLoginTest {
  private final Properties properties = new Properties();

  @AfterEach
  void forgetLogin() {
    UserGroupInformation.setLoginUser(null);
  }

  @Test
  void aUserWithANameKeepsIt() throws IOException {
    setNameAndHome("somebody", "/home/somebody");

    AnonymousUserLogin.logIn(properties, Map.of("HADOOP_USER_NAME", "other"));

    assertThat(properties).containsEntry("user.name", "somebody");
    assertThat(properties).containsEntry("user.home", "/home/somebody");
    assertThat(UserGroupInformation.getLoginUser().getUserName()).isNotEqualTo("somebody");
  }

  @Test
  void aUserWithoutANameGetsThatOfHadoopAndItsHome() throws IOException {
    setNameAndHome("?", "?");

    AnonymousUserLogin.logIn(properties, Map.of("HADOOP_USER_NAME", "trainer", "HOME", "/work"));

    assertThat(properties)
        .containsEntry("user.name", "trainer")
        .containsEntry("user.home", "/work");
    assertThat(UserGroupInformation.getLoginUser().getUserName()).isEqualTo("trainer");
    assertThat(UserGroupInformation.getCurrentUser().getShortUserName()).isEqualTo("trainer");
  }

  @Test
  void withoutAnyNameTheUserHasItsNumber() throws IOException {
    setNameAndHome("?", "?");

    AnonymousUserLogin.logIn(properties, Map.of());

    assertThat(properties.getProperty("user.name")).matches("uid\\d+");
    assertThat(properties).containsEntry("user.home", "/tmp");
    assertThat(UserGroupInformation.getLoginUser().getUserName()).matches("uid\\d+");
  }

  private void setNameAndHome(String name, String home) {
    properties.setProperty("user.name", name);
    properties.setProperty("user.home", home);
    properties.setProperty("java.io.tmpdir", "/tmp");
  }
}
