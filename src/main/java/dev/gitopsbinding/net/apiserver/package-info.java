/** Limits of what the API server is asked. */
package dev.gitopsbinding.net.apiserver;
