# shellcheck shell=bash
# A receiver of messages, in place of a chat and of a consumer of CloudEvents. Sourced by demo.sh.

start_receiver() {
  receiver_port=$(free_port)
  mkdir -p "$work/messages"
  openssl pkcs12 -export -passout pass:demo -in "$work/pki/server.crt" -inkey "$work/pki/server.key" \
    -out "$work/pki/receiver.p12" 2>"$work/log/pkcs12.log" || fail "No key store was made." pkcs12
  start receiver "$java" -XX:TieredStopAtLevel=1 "$demo/lib/Receiver.java" \
    "$receiver_port" "$work/pki/receiver.p12" "$work/messages"
  wait_until 30 "The receiver answers" ask_registry "https://127.0.0.1:$receiver_port/health"
}

# The Secrets hold the URLs; their type is the consent of their owner.
ask_for_messages() {
  openssl rand -hex 32 >"$work/pki/hmac-key"
  show kubectl create secret generic chat -n shop --type=gitopsbinding.dev/webhook \
    --from-literal=url="https://127.0.0.1:$receiver_port/chat" --from-file=ca.crt="$work/pki/ca.crt"
  show kubectl create secret generic events -n shop --type=gitopsbinding.dev/webhook \
    --from-literal=url="https://127.0.0.1:$receiver_port/events" --from-file=ca.crt="$work/pki/ca.crt" \
    --from-file=hmacKey="$work/pki/hmac-key"
  show kubectl patch -n shop gitopsbinding/web --type=merge --patch \
    '{"spec":{"notifications":[{"type":"Slack","secretRef":{"name":"chat"}},{"type":"CloudEvents","secretRef":{"name":"events"},"events":["Pushed","RolledOut"]}]}}'
}

# What arrived: a message and an event for each push, and an event for each rollout, signed.
show_messages() {
  local event
  wait_until 30 "The chat has both messages" has_messages chat 2
  wait_until 30 "The consumer has four events" has_messages events 4
  note "In the chat:"
  indented <"$(newest_message chat)"
  printf '\n'
  event=$(newest_message events)
  note "The newest CloudEvent, and its signature:"
  indented <"$event"
  printf '\n'
  indented <"${event%.json}.signature"
  grep -q "$commit" "$event" || fail "The newest event does not name the tag $commit."
  expect "The signature" "$(cat "${event%.json}.signature")" \
    "sha256=$(openssl dgst -sha256 -hmac "$(cat "$work/pki/hmac-key")" -r "$event" | cut -d ' ' -f 1)"
  metrics '^gitopsbinding_notifications_total' | indented
}

# has_messages PATH COUNT
has_messages() {
  [ "$(find "$work/messages/$1" -name '*.json' | wc -l)" -ge "$2" ]
}

newest_message() {
  find "$work/messages/$1" -name '*.json' | sort | tail -n 1
}
