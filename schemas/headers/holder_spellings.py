"""The spellings of the headers of assignments: who has a device, since when and until when.

In the form of `spellings`, which has the others.
"""

HOLDERS_AND_SPANS: dict[str, str] = {
    "owner_email": (
        "email, e-mail, email address, e-mail address, user email, user's email, user's email address, "
        "owner's email, employee's email, assigned email, assigned to email, "
        "assigned user email, assignee email, employee email, custodian email, primary user email address, "
        "checked out to: email, checked out to email, mail, mail id, courriel, correo, эл. почта, 邮箱, owner mail, "
        "user mail, work email, "
        "holder email, adresse e-mail, adresse mail, adresse de messagerie, adresse électronique, "
        "e-mail utilisateur, e-mail de l'utilisateur, e-mail-adresse, mailadresse, e-mail benutzer, "
        "e-mail des benutzers, benutzer e-mail, e-mail mitarbeiter, e-mail des mitarbeiters, correo electrónico, "
        "dirección de correo, dirección de correo electrónico, correo de usuario, correo del usuario, "
        "e-mail del usuario, annotated user, primary user upn, user principal name, upn, most recent user, primary "
        "user email, e-mail służbowy, メール, メールアドレス, 이메일, 이메일 주소"
    ),
    "owner_name": (
        "user full name, employee name, user's name, owner's name, employee's name, assign to, assign to user, "
        "primary user display name, assigned to (name), used by (name), assigned to, assigned user, assignee, "
        "assigned employee, owner, custodian, holder, checked out to, employee, user, responsible, "
        "responsible person, contact name, end user, staff member, team member, person, penanggung jawab, pengguna, "
        "pemegang, người sử dụng, người dùng, zimmetli personel, zimmetli kişi, kullanıcı, personel, property of, "
        "name of receiver, utilisateur, affecté à, employé, benutzer, nutzer, mitarbeiter, gebruiker, usuario, "
        "usuário, пользователь, ответственный, мол, 使用人, nom de l'utilisateur, nom d'utilisateur, nom utilisateur, "
        "collaborateur, nom du collaborateur, salarié, détenteur, propriétaire, responsable, attribué à, assigné à, "
        "name des benutzers, mitarbeitername, anwender, besitzer, eigentümer, inhaber, zugewiesen an, ausgegeben an, "
        "verantwortlich, verantwortlicher, nombre de usuario, nombre del usuario, empleado, nombre del empleado, "
        "trabajador, propietario, titular, asignado a, custodio, employee full name, emp name, assigned to name, "
        "assigned to user, assigned to employee, assigned employee name, assigned person, assigned staff, "
        "assignee name, custodian name, holder name, current holder, primary user, issued to, allocated to, "
        "allotted to, given to, handed to, used by, in use by, staff name, person responsible, responsible employee, "
        "resguardante, usuario asignado, usuario responsable, nombre del responsable, personal asignado, responsável, "
        "usuário responsável, funcionário, colaborador, nome do usuário, nome do funcionário, atribuído a, detentor, "
        "utilizador, assegnato a, assegnatario, utente, dipendente, toegewezen aan, medewerker, użytkownik, "
        "pracownik, uživatel, zaměstnanec, сотрудник, ответственное лицо, материально ответственное лицо, "
        "new hire, new hire name, new starter, starter name, new joiner, new employee, leaver, leaver name, "
        "закреплено за, using by, staff, borrower, borrowed by, student, teacher, recipient, received by, loaned to, "
        "on loan to, lent to, in possession of, possession of, possessor, keeper, currently assigned to, "
        "registered owner, registered owners, registered user, currently with, currently used by, "
        "name des mitarbeiters, mitarbeiter/in, mitarbeiterin, mitarbeitende, gerätenutzer, hauptnutzer, "
        "hauptbenutzer, aktueller nutzer, aktueller benutzer, zugewiesener benutzer, zugewiesener nutzer, "
        "zugewiesen zu, empfänger, vergeben an, verliehen an, ausgeliehen an, übergeben an, zugeordneter benutzer, "
        "utilisateur principal, utilisateur actuel, bénéficiaire, remis à, prêté à, confié à, usuario final, "
        "usuario actual, entregado a, prestado a, consegnato a, in uso a, utilizzatore, uitgeleend aan, "
        "przypisany do, przydzielony do, felhasználó, utilizator, användare, bruker, bruger, käyttäjä, 使用者, "
        "利用者, 使用者名, 利用者名, 担当者, 사용자, 사용자명, 领用人, 保管人"
    ),
    "action": "operation, change, opération, aktion, vorgang, acción, operación",
    "effective_at": (
        "since, held since, tanggal serah terima, ngày cấp phát, zimmet tarihi, effective, effective date, "
        "effective from, start, start time, start date, valid from, "
        "assigned date, "
        "assigned since, assigned on, assigned at, assignment date, allocation date, issue date, date issued, "
        "handed out, checked out, check out, signed out, borrowed, handed out on, signed out on, "
        "handed over on, given out on, "
        "issued date, checkout date, last checkout, date of assigning, date d'assignement, 借用日期, effective on, "
        "date d'effet, à partir du, début, date de début, depuis, depuis le, date d'affectation, "
        "date d'attribution, date de remise, affecté le, attribué le, ab, von, seit, beginn, startdatum, "
        "gültig ab, wirksam ab, zugewiesen am, zuweisungsdatum, ausgabedatum, ausgegeben am, inicio, "
        "fecha de inicio, desde, a partir de, fecha efectiva, fecha de asignación, asignado el, fecha de entrega, "
        "vigente desde, "
        "assign date, date assigned, date of assignment, allocated date, allocated on, date allocated, "
        "date of allocation, issued on, date of issue, handover date, hand over date, date of handover, "
        "handed over on, date given, given on, checked out on, check out date, checkout on, loan date, loaned on, "
        "date loaned, loaned date, lent date, borrowed date, date borrowed, borrow date, borrowed on, deployed date, "
        "deployment date, date deployed, "
        "ausgabe am, übergabedatum, übergabe am, übergeben am, zugewiesen seit, ausgegeben seit, ausleihdatum, "
        "leihdatum, verliehen am, date de mise à disposition, date de prêt, remis le, prêté le, date de dotation, "
        "data entrega, data de entrega, data da entrega, fecha asignación, fecha entrega, entregado el, "
        "fecha de préstamo, data consegna, data di consegna, data "
        "assegnazione, data przekazania, data wydania, datum předání, kiadás dátuma, uitgiftedatum, 領用日期, "
        "领用日期, "
        "貸与日, 利用開始日, 지급일, "
        "date out, out date, issue dt, date of handing over"
    ),
    "end_at": (
        "end, end time, end date, until, valid until, valid to, expected checkout, "
        "fin, date de fin, jusqu'au, ende, enddatum, bis, gültig bis, "
        "fecha de fin, fecha fin, fecha final, hasta, vigente hasta"
    ),
    "returned_at": (
        "returned, returned at, returned on, date returned, returned date, checkin date, checked in at, checked in on, "
        "checked in date, last checkin date, handed back on, handed back, given back on, rendu le, restitué le, "
        "retourné le, rückgabe am, zurückgegeben am, zurückgegeben, zurück am, devuelto el, devuelto, fecha devuelto, "
        "date in, in date, turned in, turned in on, date turned in, checked in, check in, "
        "signed in, signed in on"
    ),
    "return_date": (
        "date of return, date de retour, date de restitution, rückgabe, rückgabedatum, datum der rückgabe, devolución, "
        "fecha de devolución, fecha devolución"
    ),
    "due_at": (
        "due, due date, due back, due on, return by, return due, expected checkin, expected checkin date, "
        "expected return, "
        "expected return date, expected back, loan until, loaned until, on loan until, retour prévu, retour prévu le, "
        "date de retour prévue, à rendre le, prêté jusqu'au, rückgabe bis, rückgabe fällig, fällig am, verliehen bis, "
        "ausgeliehen bis, leihe bis, devolución prevista, fecha prevista de devolución, devolver antes de, "
        "prestado hasta"
    ),
    "external_user_id": (
        "user id, owner id, owner (unique id), employee id, employee number, id utilisateur, identifiant utilisateur, "
        "matricule, benutzer id, mitarbeiternummer, personalnummer, personal nr, id de usuario, id del usuario, "
        "número de empleado, "
        "emp id, emp no, emp number, emp code, employee no, employee code, staff id, staff no, staff number, "
        "personnel no, personnel number, payroll number, no empleado, nº de empleado, no de empleado, "
        "id de empleado, número de nómina, matrícula, matrícula do funcionário, personeelsnummer, табельный номер"
    ),
    "username": (
        "user name, login, login name, logon name, account name, sam account name, assigned username, "
        "assigned user name, "
        "checked out to: username, owner username, user login, identifiant de connexion, "
        "benutzername, anmeldename"
    ),
    "owner_first_name": (
        "first name, given name, assigned first name, checked out to: first name, user first name, employee first "
        "name, prénom, vorname, nombre de pila"
    ),
    "owner_last_name": (
        "last name, surname, family name, assigned last name, checked out to: last name, user last name, employee "
        "last name, nom de famille, nachname, familienname, apellido, apellidos"
    ),
    "label": "friendly label, libellé, étiquette, etikett, beschriftung, etiqueta",
    "added_by": "linked by, ajouté par, saisi par, hinzugefügt von, erfasst von, añadido por, agregado por",
}
