package dev.gitopsbinding.config;

import java.net.InetSocketAddress;

/**
 * Where metrics and probes are served.
 *
 * @param address port 0 stands for any free port
 */
public record ListenSettings(InetSocketAddress address) {}
