package dev.gitopsbinding.cli.cluster;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientImpl;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes one HTTP client, which ends when it is closed. That of the Kubernetes client goes on until
 * it is collected, and a JVM that ends waits for 0.3 s for a thread that waits for the network.
 */
final class ClosingClientFactory extends JdkHttpClientFactory {
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private @Nullable HttpClient made;

  @Override
  protected HttpClient.Builder createNewHttpClientBuilder() {
    HttpClient.Builder builder = super.createNewHttpClientBuilder();
    return (HttpClient.Builder)
        Proxy.newProxyInstance(
            ClosingClientFactory.class.getClassLoader(),
            new Class<?>[] {HttpClient.Builder.class},
            (proxy, method, arguments) -> {
              try {
                return noted(proxy, builder, method.invoke(builder, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }

  private @Nullable Object noted(
      Object proxy, HttpClient.Builder builder, @Nullable Object result) {
    if (result instanceof HttpClient client) {
      made = client;
    }
    // The builder returns itself, whose methods have to go through the proxy too.
    return builder.equals(result) ? proxy : result;
  }

  @Override
  protected void closeHttpClient(JdkHttpClientImpl client) {
    super.closeHttpClient(client);
    if (made != null) {
      made.shutdownNow();
      try {
        made.awaitTermination(PATIENCE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
