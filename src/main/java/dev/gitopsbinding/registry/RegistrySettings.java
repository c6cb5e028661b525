package dev.gitopsbinding.registry;

import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.net.http.HttpClientSettings;

/**
 * The operator's settings for registries.
 *
 * @param allowedHosts which registries, token servers and targets of redirects may be asked; {@code
 *     docker.io} stands for {@code registry-1.docker.io} and {@code auth.docker.io} too
 * @param requestsPerHost how many requests of one tenant run at once at one host, at least 1
 */
public record RegistrySettings(
    HttpClientSettings http, AllowedHosts allowedHosts, int requestsPerHost) {}
