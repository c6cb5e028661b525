package dev.gitopsbinding.http.hook;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * Where webhooks are received.
 *
 * @param address port 0 for any free port
 * @param secrets the folder with a file for each provider, as a Secret is mounted
 */
public record HookSettings(InetSocketAddress address, Path secrets) {}
