/**
 * What all code that connects to hosts shares: failures as exceptions, cleaned texts of hosts,
 * digests. The packages below hold address rules, shared resources and HTTP clients.
 */
@NullMarked
package dev.gitopsbinding.net;

import org.jspecify.annotations.NullMarked;
