-- Which printer gives the tickets of a kiosk or a concierge's tablet. Without a line the ticket is printed by the browser.
create table device_printer (
  device_id text primary key,
  printer_id uuid not null references printer
);
